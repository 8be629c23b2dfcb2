import type { Client } from 'pg'
import type { BenchTable } from '../bench-table.js'
import { CREATE_MARKERS, type CopyingStream, type Lane } from '../streams/change-stream.js'
import { nativeStream } from '../streams/native-stream.js'
import type { ServerPair } from './server-pair.js'

/**
 * What both sides of a comparison subscribe with. The library's own subscription, except that no commit is waited for:
 * waiting for the disk would hide what is compared.
 */
export const EQUAL_SETTINGS = 'streaming = off, synchronous_commit = off'

/** How a lane differs from the usual one. */
export interface LaneOptions {
  readonly database?: string
  readonly settings?: string
}

/** The bench's table without triggers, carried by PostgreSQL alone. */
export async function plainLane(
  servers: ServerPair,
  table: BenchTable,
  { database = 'plain', settings = EQUAL_SETTINGS }: LaneOptions = {},
): Promise<Lane<CopyingStream>> {
  const { publisher, subscriber, publisherUrl, subscriberUrl } = await servers.createDatabases(database)
  for (const server of [publisher, subscriber]) await createTables(server, table)
  await publisher.query(
    "CREATE PUBLICATION bench FOR TABLE public.items, public.markers WITH (publish = 'insert, update')",
  )
  const stream = nativeStream(publisher, subscriber, { publication: 'bench', publisherUrl, settings })
  return { name: 'plain native', publisher, subscriber, publisherUrl, subscriberUrl, stream }
}

/** Creates the table and the marker. */
export async function createTables(server: Client, table: BenchTable): Promise<void> {
  await server.query(`${table.create}; ${CREATE_MARKERS}`)
}
