import { createHash } from 'node:crypto'
import type { RegionId } from '@bicoastal/kernel'
import type { Comparand } from './bucket-digests.js'
import { readRows } from './read-rows.js'
import { identityOf, type RowKey, shownKey } from './row-text.js'
import type { Sides } from './sides.js'

/** A column that holds different values, as text; `null` for NULL, long ones cut. */
export interface ColumnDifference {
  readonly column: string
  readonly east: string | null
  readonly west: string | null
}

/** A row that is not the same in both regions. */
export interface RowDifference {
  readonly table: string
  /** The primary key: `(k1)`. */
  readonly key: string
  /** The region that lacks the row; `null` when both have it. */
  readonly missingIn: RegionId | null
  /** What differs where both have the row, bookkeeping columns included. */
  readonly columns: readonly ColumnDifference[]
}

/** Says of rows that differ what differs. Rows that have become equal meanwhile are left out. */
export async function describeRows(
  sides: Sides,
  { table, columns }: Pick<Comparand, 'table' | 'columns'>,
  keys: readonly RowKey[],
): Promise<readonly RowDifference[]> {
  if (keys.length === 0) return []
  const [east, west] = await Promise.all([
    readRows(sides.east, table, columns, keys),
    readRows(sides.west, table, columns, keys),
  ])
  return keys.flatMap((each): readonly RowDifference[] => {
    const key = shownKey(each)
    const [inEast, inWest] = [east.get(identityOf(each)), west.get(identityOf(each))]
    if (inEast === undefined && inWest === undefined) return []
    if (inEast === undefined || inWest === undefined) {
      return [{ table: table.name, key, missingIn: inEast === undefined ? 'east' : 'west', columns: [] }]
    }
    const differing = columns
      .map((column) => ({ column, east: inEast[column] ?? null, west: inWest[column] ?? null }))
      .filter((values) => values.east !== values.west)
      .map(({ column, ...values }) => ({ column, east: shortened(values.east), west: shortened(values.west) }))
    return differing.length === 0 ? [] : [{ table: table.name, key, missingIn: null, columns: differing }]
  })
}

const LONGEST_SHOWN = 200

/** Reports are read by people: of a long value they need the beginning, and a digest that tells two of them apart. */
function shortened(value: string | null): string | null {
  if (value === null || value.length <= LONGEST_SHOWN) return value
  const digest = createHash('sha256').update(value).digest('hex').slice(0, 12)
  return `${value.slice(0, LONGEST_SHOWN)}… (${value.length} characters, SHA-256 ${digest}…)`
}
