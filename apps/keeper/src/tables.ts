import { describeEntities, HEARTBEAT_TABLE, type ReplicatedTable } from '@bicoastal/convergence'
import { SnakeNamingStrategy } from '@bicoastal/database'
import { FEATURES } from '@bicoastal/features'
import { entitiesOf } from '@bicoastal/jobs'

/** Injection token of the replicated tables that are kept: those of every feature, and the library's own. */
export const TABLES = Symbol('bicoastal:kept-tables')

/** The model of the tables; needs no database. */
export async function keptTables(): Promise<readonly ReplicatedTable[]> {
  return [...(await describeEntities(entitiesOf(FEATURES), new SnakeNamingStrategy())), HEARTBEAT_TABLE]
}
