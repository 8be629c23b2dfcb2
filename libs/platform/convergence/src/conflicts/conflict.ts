import { decodeVersion, type RegionId } from '@bicoastal/kernel'
import { CONFLICT_ID } from './conflicts-table.js'

/** One of two concurrent writes. */
export interface ConflictingWrite {
  /** What it wrote, by column, as text; `null` as a whole where it is too large to be kept. */
  readonly values: Readonly<Record<string, string | null>> | null
  readonly version: bigint
  /** The region that wrote it; `undefined` for a number that no known region has. */
  readonly region: RegionId | undefined
  /** By that region's clock. */
  readonly writtenAt: Date
}

/** A real concurrent overwrite: two regions wrote different values, neither knew of the other's, and only one could be kept. */
export interface Conflict {
  /** Follows from what was in conflict: the same in both regions. */
  readonly id: string
  readonly schema: string
  readonly table: string
  /** The key of the row, by column, as text. */
  readonly key: Readonly<Record<string, string>>
  /** The column, or the group of columns, that was in conflict. */
  readonly unit: string
  readonly policy: string
  readonly winner: ConflictingWrite
  readonly loser: ConflictingWrite
  /** When this region noted it, and when the loser was restored here; `null` where it was not. */
  readonly loggedAt: Date
  readonly restoredAt: Date | null
}

const AS_TEXT = (values: string): string =>
  `(SELECT json_object_agg(each.key, each.value) FROM json_each_text(conflict.${values}) AS each)`

/** The columns that {@link conflictOf} reads, for `convergence.conflicts AS conflict`. */
export const CONFLICT_COLUMNS = `${CONFLICT_ID} AS id, conflict.table_schema, conflict.table_name, ${AS_TEXT('key')} AS key, conflict.unit,
  conflict.policy, ${AS_TEXT('winner')} AS winner, ${AS_TEXT('loser')} AS loser, conflict.winner_version::text AS winner_version,
  conflict.loser_version::text AS loser_version, conflict.logged_at, conflict.restored_at`

/** A row of {@link CONFLICT_COLUMNS}. */
export function conflictOf(row: Readonly<Record<string, unknown>>): Conflict {
  return {
    id: row['id'] as string,
    schema: row['table_schema'] as string,
    table: row['table_name'] as string,
    key: row['key'] as Conflict['key'],
    unit: row['unit'] as string,
    policy: row['policy'] as string,
    winner: writeOf(row['winner'] as ConflictingWrite['values'], row['winner_version'] as string),
    loser: writeOf(row['loser'] as ConflictingWrite['values'], row['loser_version'] as string),
    loggedAt: row['logged_at'] as Date,
    restoredAt: row['restored_at'] as Date | null,
  }
}

function writeOf(values: ConflictingWrite['values'], version: string): ConflictingWrite {
  const { region, issuedAt } = decodeVersion(BigInt(version))
  return { values, version: BigInt(version), region, writtenAt: issuedAt }
}
