import { identifier, qualified } from '../sql/identifier.js'
import { CONVERGENCE_SCHEMA } from '../sql/sql-function.js'
import type { Catalogue } from './catalogue.js'
import type { Change } from './change.js'
import { type DesiredState, type TableName, tableKey, transferableColumns, writableColumns } from './desired-state.js'
import type { TablePrivilege } from './own-table.js'

/** Steps that give each role what it needs on replicated tables, and take from it what would break convergence. */
export function planGrants(
  { allTables, ownTables, localTables = [], roles }: DesiredState,
  catalogue: Catalogue,
): readonly Change[] {
  const usage = [roles.application, roles.replication]
    .filter((role) => !catalogue.schemaUsers.includes(role))
    .map((role) => ({
      what: `let ${role} use schema ${CONVERGENCE_SCHEMA}`,
      sql: `GRANT USAGE ON SCHEMA ${CONVERGENCE_SCHEMA} TO ${identifier(role)}`,
    }))
  const onTables = allTables.flatMap((table) => [
    // Columns are listed one by one: a grant on the table would open the bookkeeping columns, and versions that a client
    // may choose are versions that another write can lose against.
    ...planRole(
      table,
      { role: roles.application, privileges: onColumns(writableColumns(table), transferableColumns(table)) },
      catalogue,
    ),
    ...planRole(table, { role: roles.replication, privileges: [READ] }, catalogue),
  ])
  const local = localTables.flatMap((table) =>
    planRole(table, { role: roles.application, privileges: EVERYTHING }, catalogue),
  )
  const own = ownTables.flatMap((table) => [
    ...planRole(table, { role: roles.application, privileges: table.application.map(onTable) }, catalogue),
    ...planRole(table, { role: roles.replication, privileges: table.replication.map(onTable) }, catalogue),
  ])
  return [...usage, ...onTables, ...local, ...own]
}

/** A privilege on a table, or on some of its columns. */
interface Privilege {
  readonly kind: string
  readonly columns: readonly string[] | null
}

const onTable = (kind: TablePrivilege): Privilege => ({ kind, columns: null })

const READ: Privilege = onTable('SELECT')

const EVERYTHING: readonly Privilege[] = (['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const).map(onTable)

/** `changeable` may be updated, too, but not be given with a new row. */
function onColumns(columns: readonly string[], changeable: readonly string[]): readonly Privilege[] {
  return [READ, { kind: 'INSERT', columns }, { kind: 'UPDATE', columns: [...columns, ...changeable] }]
}

function planRole(
  table: TableName,
  { role, privileges }: { readonly role: string; readonly privileges: readonly Privilege[] },
  catalogue: Catalogue,
): readonly Change[] {
  const held = catalogue.grants.filter((grant) => grant.table === tableKey(table) && grant.role === identifier(role))
  const wanted = privileges.flatMap(({ kind, columns }) => columns?.map((column) => `${kind} ${column}`) ?? [kind])
  const actual = held.map((grant) => (grant.column === null ? grant.privilege : `${grant.privilege} ${grant.column}`))
  if (sorted(wanted) === sorted(actual)) return []
  const list = privileges
    .map(({ kind, columns }) => (columns === null ? kind : `${kind} (${columns.map(identifier).join(', ')})`))
    .join(', ')
  const relation = qualified(table.schema, table.name)
  const grantee = identifier(role)
  // Revoking on the table also takes the column privileges, so that the grant starts from nothing.
  const revoke = held.length === 0 ? [] : [`REVOKE ALL ON ${relation} FROM ${grantee}`]
  const grant = list === '' ? [] : [`GRANT ${list} ON ${relation} TO ${grantee}`]
  return [{ what: `grant ${role} on ${relation}`, sql: [...revoke, ...grant].join(';\n') }]
}

const sorted = (privileges: readonly string[]): string => privileges.toSorted().join('\n')
