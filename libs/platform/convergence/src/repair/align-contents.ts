import type { RegionId, RowImage } from '@bicoastal/kernel'
import { readRows } from '../comparison/read-rows.js'
import { identityOf, keyParameters, type RowKey, rowsOfKeys } from '../comparison/row-text.js'
import type { SqlConnection } from '../install/sql-connection.js'
import type { MergeUnit, ReplicatedTable } from '../model/replicated-table.js'
import { ROW_VERSION, versionVectorOf } from '../model/version-vector.js'
import { policyOf } from '../policies/policy-of.js'
import { identifier, qualified } from '../sql/identifier.js'
import { arbitrate } from './arbitrate.js'
import type { IncomingRow } from './merge-rows.js'

/** A value that a region gave up for its peer's, because the two should have been equal. */
export interface AlignedRow {
  readonly key: RowKey
  readonly columns: readonly { readonly column: string; readonly given: string | null; readonly taken: string | null }[]
}

/**
 * Makes rows equal that include the same writes and yet differ; merging sees no reason to touch them. Run after `mergeRows`, in the
 * same transaction. What this region gives up is returned, so that it can be reported.
 */
export async function alignContents(
  here: SqlConnection,
  region: RegionId,
  table: ReplicatedTable,
  columns: readonly string[],
  rows: readonly IncomingRow[],
): Promise<readonly AlignedRow[]> {
  const keys = rows.map((row) => row.key)
  const stored = await readRows(here, table, columns, keys)
  const aligned: AlignedRow[] = []
  for (const { key, image } of rows) {
    const own = stored.get(identityOf(key))
    if (own === undefined || !shouldBeEqual(own, image) || isEqual(own, image, columns)) continue
    // Read again under a lock: a caller may have written to the row since.
    await here.query(`SELECT FROM ${rowsOfKeys(table)} FOR UPDATE OF stored`, keyParameters(table, [key]))
    const locked = (await readRows(here, table, columns, [key])).get(identityOf(key))
    if (locked === undefined || !shouldBeEqual(locked, image)) continue
    const versions = await readUnitVersions(here, table, key)
    const units = table.units.map((unit, index) => contested(unit, table, columns, { locked, image }, versions[index]))
    const taken = arbitrate(units, versionVectorOf(locked).reduce(larger), region)
    const changed = taken.filter((column) => locked[column] !== image[column])
    if (changed.length === 0) continue
    await take(here, table, key, image, changed)
    const given = changed.map((column) => ({ column, given: locked[column] ?? null, taken: image[column] ?? null }))
    aligned.push({ key, columns: given })
  }
  return aligned
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other)

function shouldBeEqual(one: RowImage, other: RowImage): boolean {
  const vectors = [versionVectorOf(one), versionVectorOf(other)] as const
  return one[ROW_VERSION] === other[ROW_VERSION] && vectors[0].every((version, index) => version === vectors[1][index])
}

const isEqual = (one: RowImage, other: RowImage, columns: readonly string[]): boolean =>
  columns.every((column) => one[column] === other[column])

function contested(
  unit: MergeUnit,
  table: ReplicatedTable,
  travelling: readonly string[],
  { locked, image }: { readonly locked: RowImage; readonly image: RowImage },
  version: string | null | undefined,
) {
  const bookkeeping = policyOf(unit, table).bookkeeping.map((column) => column.name)
  const columns = [...unit.columns.map((column) => column.name), ...bookkeeping].filter((name) =>
    travelling.includes(name),
  )
  const agreed = isEqual(locked, image, bookkeeping) && version != null
  return { columns, differs: !isEqual(locked, image, columns), version: agreed ? BigInt(version) : null }
}

/** Per unit the version of the write it comes from; `null` for units that have none. */
async function readUnitVersions(
  here: SqlConnection,
  table: ReplicatedTable,
  key: RowKey,
): Promise<readonly (string | null)[]> {
  const versions = table.units.map((unit) => policyOf(unit, table).contest?.version('stored') ?? 'NULL')
  const { rows } = await here.query(
    `SELECT ARRAY[${versions.map((version) => `(${version})::text`).join(', ')}]::text[] AS versions FROM ${rowsOfKeys(table)}`,
    keyParameters(table, [key]),
  )
  return (rows[0]?.['versions'] as readonly (string | null)[] | undefined) ?? []
}

async function take(
  here: SqlConnection,
  table: ReplicatedTable,
  key: RowKey,
  image: RowImage,
  columns: readonly string[],
): Promise<void> {
  const values = columns.map((column, index) => `${identifier(column)} = $${index + 1}`)
  const found = table.key.map((column, index) => `${identifier(column.name)} = $${columns.length + index + 1}`)
  await here.query(
    `UPDATE ${qualified(table.schema, table.name)} SET ${values.join(', ')} WHERE ${found.join(' AND ')}`,
    [...columns.map((column) => image[column] ?? null), ...key],
  )
}
