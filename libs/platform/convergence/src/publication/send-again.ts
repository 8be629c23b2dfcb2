import { REGION_NUMBERS, type RegionId } from '@bicoastal/kernel'
import type { Change } from '../install/change.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { seenColumn } from '../model/version-vector.js'
import { HOLDS } from '../sql/held-rows.js'
import { identifier, qualified } from '../sql/identifier.js'
import { header } from '../sql/sql-function.js'
import { componentOf, highestVersion } from '../sql/version-vector.js'
import type { UnpublishedColumns } from './unpublished.js'

interface StoredColumn {
  readonly name: string
  readonly value: string
  readonly type: string
  readonly isArray: boolean
  /** Large values may be stored apart from the row. */
  readonly apart: boolean
}

const COLUMNS = `
  SELECT a.attname::text AS name, coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') AS value, format_type(a.atttypid, a.atttypmod) AS type,
         a.attndims > 0 AS "isArray", a.attstorage <> 'p' AS apart
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = to_regclass($1) AND a.attname = ANY($2)`

/**
 * The step that sends every row again in which columns hold something although they were not published: the peer has
 * the rows, and believes it knows them. A row with nothing but defaults in them says nothing new.
 */
export async function sendAgain(
  connection: SqlConnection,
  region: RegionId,
  { table, columns }: UnpublishedColumns,
): Promise<Change> {
  const relation = qualified(table.schema, table.name)
  const stored = (await connection.query(COLUMNS, [relation, columns])).rows as unknown as readonly StoredColumn[]
  // As text: not every type can be compared, and equal values that look different are different states.
  const isWritten = stored.map(
    ({ name, value, type }) => `stored.${identifier(name)}::text IS DISTINCT FROM (${value})::${type}::text`,
  )
  const renewed = stored.filter(({ apart }) => apart).map(renew)
  const key = table.key.map((column) => identifier(column.name))
  return {
    what: `send rows of ${table.schema}.${table.name} again that were written in the new columns`,
    sql: `${header({
      does: `Marks rows of ${relation} as changed in this region, so that they are sent with columns that are published from now on.`,
      inputs: `rows that this region has written to and in which ${columns.join(', ')} are not the defaults.`,
      outputs:
        'the same rows with a newer version vector; which write is the later one in each column stays as it was.',
      invariants: `run as replica, so that nothing is stamped; in region ${region}, number ${REGION_NUMBERS[region]}, only.`,
    })}SET LOCAL session_replication_role = replica;
SET LOCAL ${HOLDS} = 'off';
WITH written AS (
  SELECT ${key.map((column) => `stored.${column}`).join(', ')}, convergence.tick(${highestVersion('stored')}) AS version
    FROM ${relation} AS stored
   WHERE ${componentOf('stored', region)} > 0
     AND (${isWritten.join('\n      OR ')})
     FOR UPDATE
)
UPDATE ${relation} AS stored SET ${[`${identifier(seenColumn(region))} = written.version`, ...renewed].join(', ')}
  FROM written
 WHERE ${key.map((column) => `stored.${column} = written.${column}`).join(' AND ')};
SET LOCAL session_replication_role = origin`,
  }
}

/** The log leaves out a value that is stored apart and was not written; taken apart and put together it is a new one. */
function renew({ name, type, isArray }: StoredColumn): string {
  const value = `stored.${identifier(name)}`
  const copy = isArray ? `(${value}::text)::${type}` : `(ARRAY[${value}])[1]`
  return `${identifier(name)} = CASE WHEN pg_column_toast_chunk_id(${value}) IS NULL THEN ${value} ELSE ${copy} END`
}
