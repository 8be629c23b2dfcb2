import { install, PEER_PUBLICATION } from '@bicoastal/convergence'
import type { RegionId } from '@bicoastal/kernel'
import type { Client } from 'pg'
import type { BenchTable } from '../bench-table.js'
import type { CopyingStream, Lane } from '../streams/change-stream.js'
import { nativeStream } from '../streams/native-stream.js'
import { createTables, EQUAL_SETTINGS, type LaneOptions } from './plain-lane.js'
import type { ServerPair } from './server-pair.js'

/** The bench's table as the library makes it: the publisher is east, the subscriber west. */
export async function mergeLane(
  servers: ServerPair,
  table: BenchTable,
  { database = 'merge', settings = `origin = none, ${EQUAL_SETTINGS}` }: LaneOptions = {},
): Promise<Lane<CopyingStream>> {
  const { publisher, subscriber, publisherUrl, subscriberUrl } = await servers.createDatabases(database)
  const regions: readonly [RegionId, Client][] = [
    ['east', publisher],
    ['west', subscriber],
  ]
  for (const [region, server] of regions) {
    await createTables(server, table)
    await makeReplicated(server, table, region)
  }
  await publisher.query(`ALTER PUBLICATION ${PEER_PUBLICATION} ADD TABLE public.markers`)
  const stream = nativeStream(publisher, subscriber, { publication: PEER_PUBLICATION, publisherUrl, settings })
  return { name: 'merge', publisher, subscriber, publisherUrl, subscriberUrl, stream }
}

/** Gives the table its triggers, as `migrate` does. */
export async function makeReplicated(server: Client, table: BenchTable, region: RegionId): Promise<void> {
  const roles = { application: 'bicoastal_app', replication: 'bicoastal_replication' }
  await install(server, { region, tables: [table.model], roles })
}
