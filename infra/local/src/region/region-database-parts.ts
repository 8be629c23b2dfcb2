import type { RegionId } from '@bicoastal/kernel'
import type { RegionClock } from '../clock/region-clock.js'
import { DatabaseNode } from '../database/database-node.js'
import { RegionDatabase } from '../database/region-database.js'
import { initialiseCluster } from '../postgres/initialise.js'
import { NODES, type NodeName } from '../stack/port-plan.js'
import type { StackContext } from '../stack/stack-context.js'

/** The database of a region on both its nodes, at rest. */
export function regionDatabase(context: StackContext, region: RegionId, clock: RegionClock): RegionDatabase {
  const node = (name: NodeName) =>
    new DatabaseNode(
      {
        region,
        node: name,
        port: context.ports.regions[region].postgres[name],
        dataDirectory: context.files.data(`${region}/postgres-${name}`),
        log: context.files.log(`${region}/postgres-${name}`),
        passwords: context.passwords[region],
        clock,
      },
      context.records,
    )
  return new RegionDatabase({
    region,
    nodes: { a: node('a'), b: node('b') },
    events: context.records.events,
    recordFile: context.files.databaseState(region),
  })
}

/** Creates the first primary of a region that has no data on either node. */
export async function initialiseDatabase(database: RegionDatabase): Promise<void> {
  if (database.primary.hasData || database.standby.isStandbyCopy) return
  const { dataDirectory, passwords } = database.primary.options
  await initialiseCluster(database.primary.name, dataDirectory, passwords.admin)
}

/** The nodes of a region's database, in the order of their names. */
export function databaseNodes(database: RegionDatabase): DatabaseNode[] {
  const nodes = [database.primary, database.standby]
  return NODES.flatMap((name) => nodes.filter((node) => node.node === name))
}
