import { type Milliseconds, REGIONS } from '@bicoastal/kernel'
import type { Comparand } from '../comparison/bucket-digests.js'
import type { DifferingRow } from '../comparison/differing-rows.js'
import { inSnapshot } from '../comparison/in-snapshot.js'
import { readDigestsOf } from '../comparison/row-digests.js'
import { identityOf, type RowKey } from '../comparison/row-text.js'
import type { Sides } from '../comparison/sides.js'
import { awaitCommonPosition } from './common-position.js'

/** Rows of one table that were seen to differ. */
export interface Suspects {
  readonly comparand: Comparand
  readonly rows: readonly DifferingRow[]
}

/** What became of {@link Suspects}. */
export interface Settled {
  readonly comparand: Comparand
  /** Rows that really differ. */
  readonly differing: readonly DifferingRow[]
  /** Rows that were written to throughout, so that nothing can be said about them. */
  readonly unsettled: readonly DifferingRow[]
}

/** How often rows that keep changing are looked at again. */
const ROUNDS = 6
const BATCH = 500

/**
 * Tells rows that really differ from those whose changes are on their way. A row differs when both regions still hold what they held before,
 * and that is not the same, although each has meanwhile applied everything that the other held then: nothing that could
 * make them equal is under way. A row that changed meanwhile, or that a region is about to fetch from the other, is looked at again.
 *
 * @throws PositionNotReachedError when a region does not apply what it is sent.
 */
export async function settle(
  sides: Sides,
  suspects: readonly Suspects[],
  patience: Milliseconds,
): Promise<readonly Settled[]> {
  let settled: readonly Settled[] = suspects.map(({ comparand, rows }) => ({
    comparand,
    differing: [],
    unsettled: rows,
  }))
  for (let round = 0; round < ROUNDS && settled.some((each) => each.unsettled.length > 0); round += 1) {
    await awaitCommonPosition(sides, patience)
    const next: Settled[] = []
    for (const each of settled) next.push(await lookAgain(sides, each))
    settled = next
  }
  return settled
}

async function lookAgain(sides: Sides, { comparand, differing, unsettled }: Settled): Promise<Settled> {
  const confirmed = [...differing]
  const changed: DifferingRow[] = []
  for (let start = 0; start < unsettled.length; start += BATCH) {
    const batch = unsettled.slice(start, start + BATCH)
    const keys = batch.map((row) => row.key)
    const [east, west] = await Promise.all(
      REGIONS.map((region) => inSnapshot(sides[region], () => readDigestsOf(sides[region], comparand, keys))),
    )
    const awaited = await awaitedOf(sides, comparand, keys)
    for (const row of batch) {
      const now = { ...row, east: east?.get(row.place) ?? null, west: west?.get(row.place) ?? null }
      if (now.east === now.west) continue
      const isSame = now.east === row.east && now.west === row.west
      if (isSame && !awaited.has(identityOf(row.key))) confirmed.push(row)
      else changed.push(now)
    }
  }
  return { comparand, differing: confirmed, unsettled: changed }
}

/**
 * Rows that either region is about to fetch from the other: what could make them equal is under way, though not in the stream. What takes longer
 * than fetching does waits for a keeper that is not there, and is a difference.
 */
async function awaitedOf(sides: Sides, { table }: Comparand, keys: readonly RowKey[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    REGIONS.map((region) =>
      sides[region].query(
        `SELECT key FROM convergence.awaited_rows WHERE table_schema = $1 AND table_name = $2 AND error_code IS NULL
            AND awaited_since > clock_timestamp() - interval '1 min'
            AND key IN (SELECT ARRAY(SELECT jsonb_array_elements_text(wanted)) FROM jsonb_array_elements($3::jsonb) AS wanted)`,
        [table.schema, table.name, JSON.stringify(keys)],
      ),
    ),
  )
  return new Set(found.flatMap(({ rows }) => rows.map((row) => identityOf(row['key'] as RowKey))))
}
