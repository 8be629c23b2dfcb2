import { readCatalogue } from './catalogue.js'
import type { Change } from './change.js'
import { checkPrerequisites } from './check-prerequisites.js'
import { desiredState, type InstallOptions } from './desired-state.js'
import { fingerprintOf, planRecord } from './installations.js'
import { planInstallation } from './plan-installation.js'
import type { SqlConnection } from './sql-connection.js'
import { TablesInUseError } from './tables-in-use.error.js'

/** How long a step waits for its locks; whoever uses the table then waits behind it. */
export const LOCK_TIMEOUT = '5s'

const LOCK_NOT_AVAILABLE = '55P03'

/**
 * What {@link install} would do, without doing it; empty when the database is as it should be.
 *
 * @throws UnmetPrerequisitesError | RegionMismatchError when the database is not one to install into.
 */
export async function planInstall(connection: SqlConnection, options: InstallOptions): Promise<readonly Change[]> {
  const desired = desiredState(options)
  const catalogue = await readCatalogue(connection)
  await checkPrerequisites(connection, desired, catalogue)
  const changes = planInstallation(desired, catalogue)
  return [...changes, ...(await planRecord(connection, fingerprintOf(desired), changes))]
}

/**
 * Makes a database of a region what the model asks for: bookkeeping columns, functions, triggers, grants, publications. Compares
 * with the catalogue and touches only what differs, so a second run changes nothing and takes no locks. All changes happen
 * in one transaction, or none does. The connection's role must own the tables.
 *
 * @returns what was changed.
 * @throws UnmetPrerequisitesError | RegionMismatchError when the database is not one to install into.
 * @throws TablesInUseError when a table stays locked for {@link LOCK_TIMEOUT}.
 */
export async function install(connection: SqlConnection, options: InstallOptions): Promise<readonly Change[]> {
  await connection.query('BEGIN')
  try {
    const changes = await planInstall(connection, options)
    await connection.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
    for (const change of changes) await perform(connection, change)
    await connection.query('COMMIT')
    return changes
  } catch (error) {
    // A connection that broke has rolled back by itself; what matters is why it broke.
    await connection.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function perform(connection: SqlConnection, { what, sql }: Change): Promise<void> {
  try {
    await connection.query(sql)
  } catch (error) {
    const isLocked = error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE
    throw isLocked ? new TablesInUseError(what, error) : error
  }
}
