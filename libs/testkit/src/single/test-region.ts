import { randomUUID } from 'node:crypto'
import { type PortClaim, type PostgresSettings, claimPorts } from '@bicoastal/local'
import type { RegionId } from '@bicoastal/kernel'
import { Pool } from 'pg'
import { TokenIssuer } from '../tokens/token-issuer.js'
import { type Servers, sharedServers, startServers } from './servers.js'
import { createDatabase, dropDatabase, flushRedis, inDatabase } from './isolation.js'

/** What the regions of a test prove to each other who they are with. */
export const PEER_SECRET = 'testkit-peer-secret-of-no-value-0123456789'

/** The environment of one process, as `@bicoastal/config` reads it. */
export type Environment = Record<string, string>

/** One region for an integration test: real servers, a database of its own, and the configuration to run an app on them. */
export interface TestRegion {
  readonly region: RegionId
  /** The servers; shared with other test files unless `dedicated`, and then not to be killed. */
  readonly servers: Servers
  /** Connection strings of this test's database, one per role. */
  readonly databaseUrls: { readonly admin: string; readonly application: string; readonly replication: string }
  /** This test's database as its owner. */
  readonly sql: Pool
  readonly tokens: TokenIssuer
  /**
   * The whole environment of a process such as `api-1`, with ports that no other process of this region has.
   * At most 5 instances.
   */
  environment(instance: string): Environment
  /** Drops the database (and stops dedicated servers). Close every connection of the test's own first. */
  release(): Promise<void>
}

/** How a {@link TestRegion} is made. */
export interface TestRegionOptions {
  /** Default `east`. */
  readonly region?: RegionId
  /**
   * Own servers, which the test may kill, with these settings over Postgres' own. Takes about two seconds; without it
   * the servers are shared with the other files.
   */
  readonly dedicated?: { readonly settings?: PostgresSettings }
  /** Brings the schema in, given the environment of a `migrate` process. Runs before anything connects. */
  readonly migrate?: (environment: Environment) => Promise<unknown>
}

/**
 * A region with an empty cache, an empty queue and a fresh database that `migrate` was run on.
 * Test files run one after another, which is why flushing shared servers is safe.
 */
export async function createTestRegion(options: TestRegionOptions = {}): Promise<TestRegion> {
  const servers = await (options.dedicated ? startServers(options.dedicated.settings) : sharedServers())
  const ports = await claimPorts()
  const database = `test_${randomUUID().slice(0, 8)}`
  await Promise.all([createDatabase(servers, database), flushRedis(servers)])
  const databaseUrls = {
    admin: inDatabase(servers.postgres.urls.admin, database),
    application: inDatabase(servers.postgres.urls.application, database),
    replication: inDatabase(servers.postgres.urls.replication, database),
  }
  const tokens = await TokenIssuer.create(servers.directory)
  const region = options.region ?? 'east'
  const environment = environments(region, servers, databaseUrls, tokens, ports)
  const sql = new Pool({ connectionString: databaseUrls.admin, max: 4 })
  // Tests end servers: a connection that breaks while idle is thrown away, and nobody needs to know.
  sql.on('error', () => undefined)
  const release = async () => {
    await sql.end()
    ports.release()
    await (options.dedicated ? servers.stop() : dropDatabase(servers, database))
  }
  try {
    await options.migrate?.(environment('migrate'))
  } catch (error) {
    await release()
    throw error
  }
  return { region, servers, databaseUrls, sql, tokens, environment, release }
}

function environments(
  region: RegionId,
  servers: Servers,
  databaseUrls: TestRegion['databaseUrls'],
  tokens: TokenIssuer,
  ports: PortClaim,
): TestRegion['environment'] {
  const instances: string[] = []
  return (instance) => {
    if (!instances.includes(instance)) instances.push(instance)
    const firstPort = ports.first + 2 * instances.indexOf(instance)
    return {
      REGION: region,
      INSTANCE: instance,
      HTTP_PORT: String(firstPort),
      METRICS_PORT: String(firstPort + 1),
      DATABASE_URL: databaseUrls.application,
      REPLICATION_DATABASE_URL: databaseUrls.replication,
      ADMIN_DATABASE_URL: databaseUrls.admin,
      CACHE_NODES: servers.cache.nodes.join(','),
      QUEUE_URL: servers.queue.url,
      // Nobody answers there: a test of one region sees its peer as lost, until it gives another address.
      PEER_URL: 'http://127.0.0.1:4',
      PEER_SECRET,
      JWT_KEY_FILE: tokens.keyFile,
      JWT_ISSUER: TokenIssuer.issuer,
      JWT_AUDIENCE: TokenIssuer.audience,
      LOG_LEVEL: 'warn',
      DRAIN_MS: '0',
    }
  }
}
