import {
  describeEntities,
  faultsOfDatabase,
  faultsOfMigrations,
  isInvalidReplicatedEntityError,
  type ReplicatedTable,
} from '@bicoastal/convergence'
import { SnakeNamingStrategy } from '@bicoastal/database'
import { FEATURES } from '@bicoastal/features'
import { entitiesOf, migrationsOf } from '@bicoastal/jobs'
import { REGION_MIGRATIONS } from '@bicoastal/region/schema'
import { recordedSql } from './recorded-sql.js'

/** What was checked, and everything that is wrong. */
export interface CheckOutcome {
  readonly checked: string
  readonly faults: readonly string[]
}

/** Checks that two regions can keep the entities of every feature. Needs no database. */
export async function checkEntities(): Promise<CheckOutcome> {
  try {
    const tables = await replicatedTables()
    return { checked: `${tables.length} replicated tables (${tables.map(({ name }) => name).join(', ')})`, faults: [] }
  } catch (error) {
    if (!isInvalidReplicatedEntityError(error)) throw error
    return { checked: 'the replicated entities', faults: error.faults }
  }
}

/** Checks that the migrations of every feature can be rolled out one region after the other. Needs no database. */
export async function checkMigrations(): Promise<CheckOutcome> {
  const migrations = await Promise.all([...migrationsOf(FEATURES), ...REGION_MIGRATIONS].map(recordedSql))
  return {
    checked: `${migrations.length} migrations`,
    faults: faultsOfMigrations(migrations, await replicatedTables()),
  }
}

/** Checks that nothing in the database at `connection` keeps replicated rows from being stored. */
export async function checkDatabase(connection: Parameters<typeof faultsOfDatabase>[0]): Promise<CheckOutcome> {
  return { checked: 'the database', faults: await faultsOfDatabase(connection, await replicatedTables()) }
}

function replicatedTables(): Promise<readonly ReplicatedTable[]> {
  return describeEntities(entitiesOf(FEATURES), new SnakeNamingStrategy())
}
