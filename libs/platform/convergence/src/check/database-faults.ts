import type { SqlConnection } from '../install/sql-connection.js'
import { columnsOf, type ReplicatedTable } from '../model/replicated-table.js'

interface Constraint {
  readonly table: string
  readonly name: string
  /** `u` unique, `x` exclusion, `f` foreign key, `c` check, `s` filled by a sequence. */
  readonly kind: 'u' | 'x' | 'f' | 'c' | 's'
  readonly columns: readonly string[]
  readonly isKey: boolean
  /** Of a foreign key. */
  readonly refersTo: string | null
  readonly keepsRows: boolean
}

const CONSTRAINTS = `
  -- In: tables as schema.table. Out: what may keep a row of the peer from being stored here, or a row here from the peer.
  WITH replicated AS (
    SELECT c.oid, n.nspname || '.' || c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname || '.' || c.relname = ANY($1))
  SELECT t.name AS table, i.indexrelid::regclass::text AS name, CASE WHEN i.indisexclusion THEN 'x' ELSE 'u' END AS kind, columns.names AS columns,
         columns.names = ARRAY(SELECT a.attname::text FROM pg_index p, unnest(p.indkey::int2[]) k JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k
                                WHERE p.indrelid = t.oid AND p.indisprimary ORDER BY 1) AS "isKey", NULL AS "refersTo", true AS "keepsRows"
    FROM replicated t JOIN pg_index i ON i.indrelid = t.oid AND (i.indisunique OR i.indisexclusion) AND NOT i.indisprimary,
         LATERAL (SELECT ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) k JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k ORDER BY 1) AS names) columns
  UNION ALL
  SELECT t.name, c.conname, c.contype::text,
         ARRAY(SELECT a.attname::text FROM unnest(c.conkey) k JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k ORDER BY 1), false,
         (SELECT n.nspname || '.' || r.relname FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = c.confrelid),
         c.contype <> 'f' OR (c.confdeltype IN ('a', 'r') AND c.confupdtype IN ('a', 'r'))
    FROM replicated t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('f', 'c')
  UNION ALL
  SELECT t.name, a.attname, 's', ARRAY[a.attname::text], false, NULL, true
    FROM replicated t JOIN pg_attribute a ON a.attrelid = t.oid AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
   WHERE a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'`

/** What in a database, whoever put it there, cannot be kept by two regions that write independently; each with what to do instead. */
export async function faultsOfDatabase(
  connection: SqlConnection,
  tables: readonly ReplicatedTable[],
): Promise<readonly string[]> {
  const names = tables.map((table) => `${table.schema}.${table.name}`)
  const { rows } = await connection.query(CONSTRAINTS, [names])
  return (rows as unknown as readonly Constraint[]).flatMap((constraint) => {
    const table = tables.find((each) => `${each.schema}.${each.name}` === constraint.table)
    const fault = table === undefined ? null : faultOf(constraint, table, names)
    return fault === null ? [] : [`${constraint.table}: ${fault}`]
  })
}

function faultOf(constraint: Constraint, table: ReplicatedTable, replicated: readonly string[]): string | null {
  const { kind, name, columns, isKey, refersTo, keepsRows } = constraint
  const list = columns.join(', ')
  switch (kind) {
    case 'u':
    case 'x':
      return isKey
        ? null
        : `${name} keeps (${list}) unique, which stops replication in both directions at the first duplicate. Drop it; make it the primary key, derive the id from it, or use a claim.`
    case 's':
      return `${name} is filled by a sequence, which issues the same value in both regions. Use a UUID, without the default.`
    case 'f':
      if (!keepsRows)
        return `the foreign key ${name} deletes or changes rows on its own, which the other region does not see. Recreate it without ON DELETE and ON UPDATE.`
      if (refersTo !== null && !replicated.includes(refersTo))
        return `the foreign key ${name} refers to ${refersTo}, which is not replicated: the other region has no such row. Drop it, or replicate that table.`
      return null
    case 'c':
      return faultOfCheck(constraint, table)
  }
}

/** Each region can keep to a check by itself and the merge of both break it: only what merges as one may be checked as one. */
function faultOfCheck({ name, columns }: Constraint, table: ReplicatedTable): string | null {
  const units = table.units.filter((unit) => unit.columns.some((column) => columns.includes(column.name)))
  const key = table.key.some((column) => columns.includes(column.name))
  const known = columnsOf(table).some((column) => columns.includes(column.name))
  if (!known) return null
  if (units.length + (key ? 1 : 0) > 1)
    return `the check ${name} relates columns that merge separately (${columns.join(', ')}): a merge can break it, and stops then. Put them into one group, or check in the service.`
  if (units[0]?.policy === 'counter')
    return `the check ${name} limits the counter ${columns.join(', ')}: both regions may use up the same rest. Use escrow(), or check in the service.`
  return null
}
