import { seconds } from '@bicoastal/kernel'
import { identityOf, type RowKey } from '../comparison/row-text.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { AlignedRow } from './align-contents.js'
import { type AwaitedRow, deferRows, dueRows, postponeRows, quarantine, settleRows } from './awaited-rows.js'
import { isBusy } from './busy.js'
import type { Ends } from './ends.js'
import { FETCH_BATCH, fetchRows } from './fetch-rows.js'

/** What one round of fetching did. */
export interface AwaitedRound {
  /** Entries that were due. */
  readonly due: number
  readonly merged: number
  /** Rows that went into quarantine, or stay there. */
  readonly refused: number
  readonly aligned: readonly (AlignedRow & { readonly table: string })[]
  /** Rows that fit now, and had been refused before. */
  readonly healed: readonly { readonly table: string; readonly key: RowKey }[]
}

/** A table may appear with the next release of this region's programs. */
const UNKNOWN_TABLE_PAUSE = seconds(30)

const GONE_PAUSE = seconds(60)
const GONE = {
  code: 'gone_from_peer',
  message: 'The peer no longer has this row; the image kept here is the last of it.',
}

/**
 * Fetches rows that are due from the peer; one round, bounded. An entry goes only after its row is merged, in a later transaction, so nothing is
 * forgotten when this is killed anywhere.
 */
export async function fetchAwaited(ends: Ends, tables: readonly ReplicatedTable[]): Promise<AwaitedRound> {
  const due = await dueRows(ends.here, FETCH_BATCH)
  const rounds: AwaitedRound[] = []
  let unknown = 0
  const names = new Set(due.map((row) => `${row.schema}.${row.name}`))
  for (const name of names) {
    const rows = due.filter((row) => `${row.schema}.${row.name}` === name)
    const table = tables.find((each) => `${each.schema}.${each.name}` === name)
    if (table === undefined) {
      const message = `This region knows no replicated table ${name}.`
      await postponeRows(ends.here, rows, UNKNOWN_TABLE_PAUSE, { code: 'unknown_table', message })
      unknown += rows.length
    } else rounds.push(await unlessBusy(ends, rows, () => fetchTable(ends, table, rows)))
  }
  return {
    due: due.length,
    merged: rounds.reduce((sum, round) => sum + round.merged, 0),
    refused: unknown + rounds.reduce((sum, round) => sum + round.refused, 0),
    aligned: rounds.flatMap((round) => round.aligned),
    healed: rounds.flatMap((round) => round.healed),
  }
}

/** A client may hold a row for as long as it likes. */
async function unlessBusy(
  { here }: Ends,
  rows: readonly AwaitedRow[],
  work: () => Promise<AwaitedRound>,
): Promise<AwaitedRound> {
  try {
    return await work()
  } catch (error) {
    if (!isBusy(error)) throw error
    await deferRows(here, rows)
    return { due: rows.length, merged: 0, refused: 0, aligned: [], healed: [] }
  }
}

async function fetchTable(ends: Ends, table: ReplicatedTable, rows: readonly AwaitedRow[]): Promise<AwaitedRound> {
  const fetched = await fetchRows(ends, table, rows.map((row) => row.key)) // prettier-ignore
  await quarantine(ends.here, table, fetched.refused)
  const absent = new Set(fetched.absent.map(identityOf))
  // What was refused and is gone from the peer exists nowhere but in the quarantine.
  const lost = rows.filter((row) => row.attempts > 0 && absent.has(identityOf(row.key)))
  await postponeRows(ends.here, lost, GONE_PAUSE, GONE)
  const kept = [...fetched.added, ...fetched.refused.map((row) => row.key), ...lost.map((row) => row.key)]
  const unfinished = new Set(kept.map(identityOf))
  const done = rows.filter((row) => !unfinished.has(identityOf(row.key)))
  await settleRows(ends.here, done)
  const name = table.name
  return {
    due: rows.length,
    merged: fetched.merged.length,
    refused: fetched.refused.length,
    aligned: fetched.aligned.map((row) => ({ ...row, table: name })),
    healed: done.filter((row) => row.attempts > 0).map((row) => ({ table: name, key: row.key })),
  }
}
