import { DataSource, type EntityMetadata, type NamingStrategyInterface } from 'typeorm'
import type { Constructor } from '@bicoastal/kernel'
import { isReplicated } from '../declaration/declarations.js'
import { InvalidReplicatedEntityError } from '../invalid-replicated-entity.error.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { describeEntity } from './describe-entity.js'

/**
 * The replicated tables among the entities of a TypeORM data source (initialised or not connected at all), sorted by name.
 *
 * @throws InvalidReplicatedEntityError listing every fault of every entity.
 */
export function describeReplicated(source: DataSource | readonly EntityMetadata[]): readonly ReplicatedTable[] {
  const metadatas = source instanceof DataSource ? source.entityMetadatas : source
  const faults: string[] = []
  const tables = metadatas
    .filter((metadata) => isReplicated(metadata.target as object))
    .map((metadata) => describeEntity(metadata, faults))
  if (faults.length > 0) throw new InvalidReplicatedEntityError(faults)
  return tables.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/**
 * The same from entity classes alone, without a database: for checks in CI and for programs that do not use TypeORM.
 * `namingStrategy` must be the one the data source uses, or the column names differ.
 *
 * @throws InvalidReplicatedEntityError listing every fault of every entity.
 */
export async function describeEntities(
  entities: readonly Constructor[],
  namingStrategy?: NamingStrategyInterface,
): Promise<readonly ReplicatedTable[]> {
  const source = new UnconnectedDataSource({
    type: 'postgres',
    entities: [...entities],
    ...(namingStrategy === undefined ? {} : { namingStrategy }),
  })
  await source.readMetadata()
  return describeReplicated(source)
}

class UnconnectedDataSource extends DataSource {
  async readMetadata(): Promise<void> {
    await this.buildMetadatas()
  }
}
