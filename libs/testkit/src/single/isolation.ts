import { Redis } from 'ioredis'
import { Client } from 'pg'
import type { Servers } from './servers.js'

/** The same connection string for another database of the server. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** Creates an empty database. */
export async function createDatabase(servers: Servers, database: string): Promise<void> {
  await asAdministrator(servers, (client) => client.query(`CREATE DATABASE ${database}`))
}

/**
 * Drops a database with its replication slots, whose names are unique in the whole server: a slot left behind would be
 * taken for its own by the next test. Connections that are still open are cut.
 */
export async function dropDatabase(servers: Servers, database: string): Promise<void> {
  await asAdministrator(servers, async (client) => {
    await client.query(
      'SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE database = $1 AND active',
      [database],
    )
    await client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = $1', [
      database,
    ])
    await client.query(`DROP DATABASE ${database} WITH (FORCE)`)
  })
}

/** Empties the cache and the queue. */
export async function flushRedis(servers: Servers): Promise<void> {
  const addresses = [...servers.cache.nodes.map((node) => `redis://${node}`), servers.queue.url]
  await Promise.all(
    addresses.map(async (address) => {
      const redis = new Redis(address, { lazyConnect: true, retryStrategy: null })
      try {
        await redis.connect()
        await redis.flushall()
      } finally {
        redis.disconnect()
      }
    }),
  )
}

async function asAdministrator(servers: Servers, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: inDatabase(servers.postgres.urls.admin, 'postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
