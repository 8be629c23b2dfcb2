import type { Client } from 'pg'
import { type Spread, spreadOf } from '../load/statistics.js'
import { inWords } from '../report/in-words.js'
import { benchTable } from '../sql/bench-table.js'
import { makeReplicated } from '../sql/servers/merge-lane.js'
import { createTables } from '../sql/servers/plain-lane.js'
import { startServerPair } from '../sql/servers/server-pair.js'
import type { Measurement } from './benchmark.js'

const LEAST = 0.9

/** Single rows, as an application writes them: prepared, each a transaction of its own. */
const STATEMENTS = {
  insert: {
    name: 'insert',
    text: `INSERT INTO public.items (id, name, description, amount, currency)
           VALUES (md5($1::text)::uuid, 'Lamp', repeat('d', 210), 12900, 'EUR')`,
  },
  update: { name: 'update', text: `UPDATE public.items SET name = 'Lamp ' || $1 WHERE id = md5($1::text)::uuid` },
} as const

type Write = keyof typeof STATEMENTS

/** Local single-row writes to the table with the stamp triggers against the same writes to the plain table, in turn. */
export async function benchmarkStampedWrite({
  rounds,
  writesPerRound,
}: {
  readonly rounds: number
  readonly writesPerRound: number
}): Promise<readonly Measurement[]> {
  const servers = await startServerPair()
  try {
    const table = benchTable()
    const plain = (await servers.createDatabases('plain')).publisher
    const stamped = (await servers.createDatabases('stamped')).publisher
    for (const server of [plain, stamped]) await createTables(server, table)
    await makeReplicated(stamped, table, 'east')
    const measurements: Measurement[] = []
    for (const commit of ['on', 'off'] as const) {
      const ratios: Record<Write, number[]> = { insert: [], update: [] }
      for (const server of [plain, stamped]) await server.query(`SET synchronous_commit = ${commit}`)
      for (let round = 0; round < rounds; round++) {
        const first = (commit === 'on' ? 0 : rounds + 1) * writesPerRound + round * writesPerRound
        for (const write of ['insert', 'update'] as const) {
          const order = round % 2 === 0 ? [plain, stamped] : [stamped, plain]
          const took = new Map<Client, number>()
          for (const server of order) took.set(server, await writeRows(server, write, first, writesPerRound))
          // The first round opens files and fills caches.
          if (round > 0) ratios[write].push((took.get(plain) ?? 0) / (took.get(stamped) ?? 1))
        }
      }
      for (const write of ['insert', 'update'] as const) {
        measurements.push(stampMeasurement(write, commit, spreadOf(ratios[write])))
      }
    }
    return measurements
  } finally {
    await servers.stop()
  }
}

async function writeRows(server: Client, write: Write, first: number, count: number): Promise<number> {
  const startedAt = performance.now()
  for (let number = first; number < first + count; number++) {
    await server.query({ ...STATEMENTS[write], values: [number] })
  }
  return performance.now() - startedAt
}

function stampMeasurement(write: Write, commit: 'on' | 'off', ratio: Spread): Measurement {
  const durable = commit === 'on'
  return {
    name: `stamped ${write}${durable ? '' : ', nobody waits for the disk'}`,
    against: `the same ${write} on the plain table, one row a transaction, fsync on, synchronous_commit ${commit}`,
    result: `${inWords(ratio)} of its throughput`,
    target: durable ? `>= ${LEAST} of its throughput` : 'none',
    ...(durable && { met: ratio.median >= LEAST }),
    details: ratio,
  }
}
