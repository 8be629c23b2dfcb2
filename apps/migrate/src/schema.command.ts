import type { MigrationConfig, RegionConfig } from '@bicoastal/config'
import {
  type Change,
  describeReplicated,
  ensureRelaySlot,
  install,
  type InstallOptions,
  planInstall,
  planRelaySlot,
  type SqlConnection,
} from '@bicoastal/convergence'
import { createDataSourceOptions } from '@bicoastal/database'
import { FEATURES } from '@bicoastal/features'
import { entitiesOf, migrationsOf } from '@bicoastal/jobs'
import { seconds } from '@bicoastal/kernel'
import { REGION_MIGRATIONS, REGION_TABLES } from '@bicoastal/region/schema'
import { DataSource, type QueryRunner } from 'typeorm'
import { exclusively, withConnection } from './connections.js'
import type { Outcome } from './outcome.js'
import { planNews, publishNews } from './publish-news.js'
import { ROLES } from './roles.js'

/** What `migrate schema` works with. */
export interface SchemaCommand {
  readonly database: MigrationConfig
  readonly region: RegionConfig['region']
  readonly planOnly: boolean
  /** Told what is going on when it takes longer. */
  readonly say: (line: string) => void
}

/**
 * Brings one region's database up to date: tables, bookkeeping columns, triggers, grants, publications, the relay's slot.
 *
 * @throws DatabaseUnreachableError, InvalidReplicatedEntityError, UnmetPrerequisitesError, RegionMismatchError,
 * RelaySlotTakenError, TablesInUseError, PeerAheadError (try again), or the database's error when a migration fails; a failed step leaves nothing half done.
 */
export async function migrateSchema({ database, region, planOnly, say }: SchemaCommand): Promise<Outcome> {
  const url = database.url.reveal()
  const address = {
    name: `The database of ${region}`,
    url,
    advice: 'Check ADMIN_DATABASE_URL and that the server runs (its log says why not), then run this again.',
    patience: seconds(10),
  }
  return await withConnection(address, (client) =>
    exclusively(
      client,
      () => say('another migration of this database is running; waiting for it'),
      async () => {
        const source = await new DataSource(dataSourceOptions(url)).initialize()
        try {
          const options = installOptions(source, region)
          if (planOnly) return { changes: await plan(source, client, options), planOnly }
          const changes = await apply(source, client, options)
          return { changes: [...changes, ...(await publishNews(client, options, database, say))], planOnly }
        } finally {
          await source.destroy()
        }
      },
    ),
  )
}

function dataSourceOptions(url: string): ConstructorParameters<typeof DataSource>[0] {
  return createDataSourceOptions({
    url,
    applicationName: 'migrate',
    entities: entitiesOf(FEATURES),
    migrations: [...migrationsOf(FEATURES), ...REGION_MIGRATIONS],
    poolSize: 2,
    statementTimeout: 0,
  })
}

function installOptions(source: DataSource, region: RegionConfig['region']): InstallOptions {
  const tables = describeReplicated(source)
  const replicated = new Set(tables.map((table) => table.name))
  const localTables = source.entityMetadatas
    .filter((metadata) => !replicated.has(metadata.tableName))
    .map((metadata) => ({ schema: metadata.schema ?? 'public', name: metadata.tableName }))
  return { region, tables, localTables: [...localTables, ...REGION_TABLES], roles: ROLES }
}

async function apply(source: DataSource, client: SqlConnection, options: InstallOptions): Promise<readonly Change[]> {
  const executed = await source.runMigrations({ transaction: 'each' })
  return [
    ...executed.map((migration) => ({ what: `run migration ${migration.name}`, sql: '' })),
    ...(await install(client, options)),
    ...(await ensureRelaySlot(client)),
  ]
}

/** Runs the pending migrations in a transaction that is rolled back: only so are their statements, and what follows from them, known. */
async function plan(source: DataSource, client: SqlConnection, options: InstallOptions): Promise<readonly Change[]> {
  const slot = await planRelaySlot(client)
  const runner = source.createQueryRunner()
  await runner.startTransaction()
  try {
    // A plan is not worth making callers wait: it gives up where a lock is not free.
    await runner.query("SET LOCAL lock_timeout = '2s'")
    const migrations = await rehearseMigrations(source, runner)
    const rehearsal: SqlConnection = {
      query: async (text, values) => ({ rows: await runner.query(text, [...(values ?? [])]) }),
    }
    const installation = await planInstall(rehearsal, options)
    return [...migrations, ...installation, ...(await planNews(rehearsal, options, installation)), ...slot]
  } finally {
    await runner.rollbackTransaction()
    await runner.release()
  }
}

async function rehearseMigrations(source: DataSource, runner: QueryRunner): Promise<readonly Change[]> {
  const [history] = await runner.query("SELECT to_regclass('migrations') IS NOT NULL AS present")
  const done: { name: string }[] = history.present ? await runner.query('SELECT name FROM migrations') : []
  const changes: Change[] = []
  const record = runner.query.bind(runner)
  for (const migration of source.migrations) {
    const name = migration.name ?? migration.constructor.name
    if (done.some((each) => each.name === name)) continue
    const statements: string[] = []
    runner.query = async (text: string, ...rest: unknown[]) => {
      statements.push(text.trim())
      return await record(text, ...(rest as []))
    }
    await migration.up(runner)
    runner.query = record
    changes.push({ what: `run migration ${name}`, sql: statements.join(';\n') })
  }
  return changes
}
