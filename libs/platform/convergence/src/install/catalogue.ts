import { TRIGGER_PREFIX } from '../sql/triggers.js'
import { CONVERGENCE_SCHEMA } from '../sql/sql-function.js'
import type { SqlConnection } from './sql-connection.js'

/** An installed function, comparable with the parts of a generated one. */
export interface InstalledFunction {
  readonly name: string
  readonly parameters: string
  readonly returns: string
  readonly language: string
  readonly volatility: string
  readonly definer: boolean
  /** What the function sets while it runs; empty for most. */
  readonly settings: string
  readonly source: string
}

/** An installed trigger of the library. `enabled` is `pg_trigger.tgenabled`: O origin, R replica, D disabled, A always. */
export interface InstalledTrigger {
  readonly table: string
  readonly name: string
  readonly function: string
  readonly type: number
  readonly enabled: string
}

/** Privileges of a role on a table. */
export interface InstalledGrant {
  readonly table: string
  readonly role: string
  /** NULL for a privilege on the whole table. */
  readonly column: string | null
  readonly privilege: string
}

/** A publication and what it carries. */
export interface InstalledPublication {
  readonly name: string
  readonly operations: string
  readonly tables: readonly { readonly table: string; readonly columns: readonly string[] | null }[]
}

/** What a database holds of what the installation owns. */
export interface Catalogue {
  readonly hasSchema: boolean
  readonly functions: readonly InstalledFunction[]
  readonly triggers: readonly InstalledTrigger[]
  /** Columns of every ordinary table, by `schema.table`. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  readonly grants: readonly InstalledGrant[]
  readonly publications: readonly InstalledPublication[]
  readonly roles: readonly string[]
  /** Roles with USAGE on the library's schema. */
  readonly schemaUsers: readonly string[]
}

const FUNCTIONS = `
  SELECT p.proname AS name, pg_get_function_identity_arguments(p.oid) AS parameters, pg_get_function_result(p.oid) AS returns,
         l.lanname AS language, CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END AS volatility,
         p.prosecdef AS definer, coalesce(array_to_string(p.proconfig, '; '), '') AS settings, p.prosrc AS source
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
   WHERE p.pronamespace = to_regnamespace('${CONVERGENCE_SCHEMA}')`

const TRIGGERS = `
  SELECT n.nspname || '.' || c.relname AS table, t.tgname AS name, p.proname AS function, t.tgtype::int AS type, t.tgenabled::text AS enabled
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
   WHERE NOT t.tgisinternal AND starts_with(t.tgname, '${TRIGGER_PREFIX}')`

const COLUMNS = `
  SELECT n.nspname || '.' || c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   GROUP BY 1`

const GRANTS = `
  SELECT n.nspname || '.' || c.relname AS table, g.grantee::regrole::text AS role, NULL AS column, g.privilege_type AS privilege
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
   WHERE c.relkind IN ('r', 'p') AND g.grantee <> 0 AND g.grantee <> c.relowner
  UNION ALL
  SELECT n.nspname || '.' || c.relname, g.grantee::regrole::text, a.attname::text, g.privilege_type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND g.grantee <> 0 AND g.grantee <> c.relowner`

const PUBLICATIONS = `
  SELECT p.pubname AS name,
         concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                         CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) AS operations,
         coalesce((SELECT jsonb_agg(jsonb_build_object('table', n.nspname || '.' || c.relname, 'columns',
                     (SELECT jsonb_agg(a.attname) FROM unnest(r.prattrs::int2[]) k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k)))
                   FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE r.prpubid = p.oid), '[]') AS tables
    FROM pg_publication p`

const ROLES = `
  SELECT rolname::text AS name, coalesce(has_schema_privilege(oid, to_regnamespace('${CONVERGENCE_SCHEMA}')::oid, 'USAGE'), false) AS uses
    FROM pg_roles`

/** Reads what the database holds. Changes nothing, takes no locks worth mentioning. */
export async function readCatalogue(connection: SqlConnection): Promise<Catalogue> {
  const rows = async <Row>(text: string): Promise<readonly Row[]> =>
    (await connection.query(text)).rows as readonly Row[]
  const [schema] = await rows<{ present: boolean }>(
    `SELECT to_regnamespace('${CONVERGENCE_SCHEMA}') IS NOT NULL AS present`,
  )
  const columns = await rows<{ table: string; columns: string[] }>(COLUMNS)
  const roles = await rows<{ name: string; uses: boolean }>(ROLES)
  return {
    hasSchema: schema?.present ?? false,
    functions: await rows(FUNCTIONS),
    triggers: await rows(TRIGGERS),
    columns: new Map(columns.map((row) => [row.table, row.columns])),
    grants: await rows(GRANTS),
    publications: await rows(PUBLICATIONS),
    roles: roles.map((role) => role.name),
    schemaUsers: roles.filter((role) => role.uses).map((role) => role.name),
  }
}
