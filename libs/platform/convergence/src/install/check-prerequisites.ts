import { REGION_NUMBERS } from '@bicoastal/kernel'
import { faultsOfDatabase } from '../check/database-faults.js'
import { unaccountedValues } from '../check/unaccounted-values.js'
import { columnsOf } from '../model/replicated-table.js'
import type { Catalogue } from './catalogue.js'
import { type DesiredState, tableKey } from './desired-state.js'
import { RegionMismatchError } from './region-mismatch.error.js'
import type { SqlConnection } from './sql-connection.js'
import { UnmetPrerequisitesError } from './unmet-prerequisites.error.js'

const OLDEST_SERVER = 170_000

/**
 * Refuses a database on which the installation would fail half way, or succeed and lose writes.
 *
 * @throws UnmetPrerequisitesError naming everything that is missing.
 * @throws RegionMismatchError when the database belongs to another region.
 */
export async function checkPrerequisites(
  connection: SqlConnection,
  desired: DesiredState,
  catalogue: Catalogue,
): Promise<void> {
  const faults: string[] = []
  const { rows } = await connection.query(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text, current_setting('wal_level') AS level",
  )
  const server = rows[0] as { version: number; text: string; level: string }
  if (server.version < OLDEST_SERVER)
    faults.push(`the server is PostgreSQL ${server.text}; failover slots need 17 or newer.`)
  if (server.level !== 'logical') faults.push(`wal_level is ${server.level}; set it to logical and restart the server.`)
  for (const role of Object.values(desired.roles) as string[]) {
    if (!catalogue.roles.includes(role)) faults.push(`the role ${role} does not exist; create it with LOGIN.`)
  }
  for (const table of desired.tables) {
    const present = catalogue.columns.get(tableKey(table))
    const absent = columnsOf(table).filter((column) => present !== undefined && !present.includes(column.name))
    if (present === undefined)
      faults.push(`the table ${tableKey(table)} of ${table.entity} does not exist; add a migration.`)
    for (const column of absent) {
      faults.push(`the column ${tableKey(table)}.${column.name} of ${table.entity} does not exist; add a migration.`)
    }
  }
  faults.push(...(await faultsOfDatabase(connection, desired.tables)))
  faults.push(...(await unaccountedValues(connection, desired.tables, catalogue.columns)))
  if (faults.length > 0) throw new UnmetPrerequisitesError(faults)
  if (!catalogue.functions.some((each) => each.name === 'region')) return
  const region = await connection.query('SELECT convergence.region()::int AS number')
  const number = region.rows[0]?.['number'] as number
  if (number !== REGION_NUMBERS[desired.region]) throw new RegionMismatchError(desired.region, number)
}
