import type { Client } from 'pg'
import type { BenchTable } from './bench-table.js'
import { changesOf } from './changes.js'
import type { Lane } from './streams/change-stream.js'
import { type Backlog, drain, type Drained } from './streams/drain.js'

/** A kind of backlog. */
export interface Kind {
  readonly name: string
  readonly backlog: Backlog
}

/** Rows a transaction where it is not one: what a job or an import commits at once. */
const BATCH = 1000

/**
 * The kinds of backlog that an apply worker meets, in the order of a round: each begins with what the last one left. Conflicts come
 * last, because nothing carries the subscriber's writes back: every later change would be in conflict, too.
 */
export function kindsOf(table: BenchTable, rows: number): readonly Kind[] {
  const { insert, update } = changesOf(table.shape)
  return [
    { name: 'insert', backlog: { published: insert(rows, BATCH) } },
    { name: 'update', backlog: { published: update('name', 'new', rows, BATCH) } },
    { name: 'one-row transactions', backlog: { published: update('name', 'single', rows, 1) } },
    {
      name: 'every row in conflict',
      backlog: {
        subscriberWrites: update('description', 'here', rows, BATCH),
        published: update('name', 'there', rows, BATCH),
      },
    },
    {
      name: 'every row overwritten',
      backlog: {
        subscriberWrites: update('name', 'loser', rows, BATCH),
        published: update('name', 'winner', rows, BATCH),
      },
    },
  ]
}

/** Drains every kind of backlog through one lane, beginning with empty tables. */
export async function runRound(lane: Lane, kinds: readonly Kind[]): Promise<readonly Drained[]> {
  for (const server of [lane.publisher, lane.subscriber]) await emptyTables(server)
  const drained: Drained[] = []
  for (const kind of kinds) drained.push(await drain(lane, kind.backlog))
  return drained
}

/** Empties the bench's tables of one server. */
export async function emptyTables(server: Client): Promise<void> {
  // The library refuses it to everybody else.
  await server.query('SET session_replication_role = replica')
  await server.query('TRUNCATE public.items, public.markers')
  await server.query('SET session_replication_role = origin')
}
