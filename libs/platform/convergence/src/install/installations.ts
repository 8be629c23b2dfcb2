import { createHash } from 'node:crypto'
import { createFunction } from '../sql/sql-function.js'
import { createTrigger, TRIGGER_PREFIX, triggersOf } from '../sql/triggers.js'
import type { Change } from './change.js'
import type { DesiredState } from './desired-state.js'
import type { OwnTable } from './own-table.js'
import type { SqlConnection } from './sql-connection.js'

/**
 * What was installed, release by release: a fingerprint of the model, and one of the functions and triggers that were there when it was
 * done. Programs compare with it cheaply; one of an earlier release finds its own among the earlier ones and goes on.
 */
export const INSTALLATIONS: OwnTable = {
  schema: 'convergence',
  name: 'installations',
  create: `CREATE TABLE convergence.installations (
  model text PRIMARY KEY,
  objects text NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT clock_timestamp()
)`,
  application: ['SELECT'],
  replication: [],
}

/** SQL: a fingerprint of the functions and triggers of the library as they are. */
const OBJECTS = `
  (SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
     SELECT concat(p.oid::regprocedure, p.prosrc, p.provolatile, p.prosecdef) AS line
       FROM pg_proc p WHERE p.pronamespace = to_regnamespace('convergence')
     UNION ALL
     SELECT concat(t.tgrelid::regclass, '.', t.tgname, t.tgfoid::regprocedure, t.tgtype, t.tgenabled)
       FROM pg_trigger t WHERE NOT t.tgisinternal AND starts_with(t.tgname, '${TRIGGER_PREFIX}')) AS objects)`

/** A fingerprint of everything that the model makes of a database. */
export function fingerprintOf({ allTables, sharedFunctions, tableFunctions }: DesiredState): string {
  const hash = createHash('sha256')
  for (const definition of [...sharedFunctions, ...tableFunctions]) hash.update(createFunction(definition))
  for (const table of allTables) {
    for (const definition of triggersOf(table)) hash.update(createTrigger(table, definition))
  }
  return hash.digest('hex')
}

/** The step that notes what is installed; none where it is noted. `others` are the steps that come before it. */
export async function planRecord(
  connection: SqlConnection,
  model: string,
  others: readonly Change[],
): Promise<readonly Change[]> {
  const latest = await latestInstallation(connection)
  const isNoted = latest?.model === model && (others.length > 0 || latest.objects === latest.actual)
  if (isNoted) return []
  return [
    {
      what: 'note what is installed',
      sql: `INSERT INTO convergence.installations (model, objects) VALUES ('${model}', ${OBJECTS})
  ON CONFLICT (model) DO UPDATE SET objects = EXCLUDED.objects, installed_at = EXCLUDED.installed_at`,
    },
  ]
}

interface LatestInstallation {
  readonly model: string
  /** The functions and triggers as they were left by it, and as they are. */
  readonly objects: string
  readonly actual: string
}

async function latestInstallation(connection: SqlConnection): Promise<LatestInstallation | undefined> {
  const { rows: found } = await connection.query(
    `SELECT to_regclass('convergence.installations') IS NOT NULL AS present`,
  )
  if (found[0]?.['present'] !== true) return undefined
  const { rows } = await connection.query(
    `SELECT model, objects, ${OBJECTS} AS actual FROM convergence.installations ORDER BY installed_at DESC LIMIT 1`,
  )
  return rows[0] as unknown as LatestInstallation | undefined
}

/** How a database stands to a program. */
export type Agreement =
  /** The program's model is installed, or a later one over it. */
  | 'agrees'
  /** The program's model was never installed here: its tables may merge by other rules, or not at all. */
  | 'not installed'
  /** Functions or triggers were changed since the last installation. */
  | 'changed'

/** Compares the database with the model of a program, by its {@link fingerprintOf}. A few milliseconds; as the application role. */
export async function agreementWith(connection: SqlConnection, model: string): Promise<Agreement> {
  const latest = await latestInstallation(connection)
  if (latest === undefined) return 'not installed'
  if (latest.objects !== latest.actual) return 'changed'
  if (latest.model === model) return 'agrees'
  const { rows } = await connection.query('SELECT FROM convergence.installations WHERE model = $1', [model])
  return rows.length > 0 ? 'agrees' : 'not installed'
}
