import { eventually } from '@bicoastal/kernel'
import type { BenchTable } from '../bench-table.js'
import type { ChangeStream, Lane } from '../streams/change-stream.js'
import { createTables } from './plain-lane.js'
import type { ServerPair } from './server-pair.js'

const NAME = 'bench'

/** The bench's table without triggers, carried by pglogical, which lets the later commit win. */
export async function pglogicalLane(servers: ServerPair, table: BenchTable): Promise<Lane> {
  const { publisher, subscriber, publisherUrl, subscriberUrl } = await servers.createDatabases('pglogical_lane')
  for (const server of [publisher, subscriber]) await createTables(server, table)
  for (const [name, server, url] of [
    ['publisher', publisher, publisherUrl],
    ['subscriber', subscriber, subscriberUrl],
  ] as const) {
    await server.query('CREATE EXTENSION pglogical')
    await server.query('SELECT pglogical.create_node($1, $2)', [name, url])
  }
  for (const relation of ['public.items', 'public.markers']) {
    await publisher.query('SELECT pglogical.replication_set_add_table($1, $2)', ['default', relation])
  }
  const stream: ChangeStream = {
    prepare: async () => {
      await subscriber.query(
        `SELECT pglogical.create_subscription($1, $2, ARRAY['default'], synchronize_structure := false,
           synchronize_data := false, forward_origins := '{}')`,
        [NAME, publisherUrl],
      )
      // It makes its slot when it starts for the first time.
      await eventually(
        async () => {
          const { rows } = await subscriber.query('SELECT status FROM pglogical.show_subscription_status($1)', [NAME])
          return rows[0]?.status === 'replicating'
        },
        { awaited: 'pglogical to replicate' },
      )
      await subscriber.query('SELECT pglogical.alter_subscription_disable($1, true)', [NAME])
      await eventually(
        async () => (await publisher.query('SELECT FROM pg_replication_slots WHERE active')).rowCount === 0,
        { awaited: 'pglogical to stop' },
      )
    },
    start: async () => {
      await subscriber.query('SELECT pglogical.alter_subscription_enable($1, true)', [NAME])
    },
    drop: async () => {
      await subscriber.query('SELECT pglogical.drop_subscription($1)', [NAME])
    },
  }
  return { name: 'pglogical', publisher, subscriber, publisherUrl, subscriberUrl, stream }
}
