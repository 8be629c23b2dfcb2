import 'reflect-metadata'
import { join } from 'node:path'
import { SECTIONS } from '@bicoastal/api'
import { readConfig } from '@bicoastal/config'
import { BEAT_SQL, subscribe } from '@bicoastal/convergence'
import { createHttpApplication } from '@bicoastal/http'
import { type RegionId, eventually, seconds } from '@bicoastal/kernel'
import { type PostgresHandle, type RunningProgram, startStandby } from '@bicoastal/local'
import {
  type ApiAnswer,
  ApiClient,
  type TestRegion,
  applicationScript,
  createTestRegion,
  inDatabase,
  migrateSchema,
  startServerProgram,
} from '@bicoastal/testkit'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { Client } from 'pg'
import { Registry } from 'prom-client'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { MovableClock, SessionTrialModule } from './session-trial.module.js'

/** Answers of one region and what they cost, with a database of two servers behind edges that a test can break. */
export class SessionRegion {
  private constructor(
    readonly region: TestRegion,
    readonly standby: PostgresHandle,
    /** In front of the primary, as the region's edge for writes is. */
    readonly writes: TcpProxy,
    /** In front of the standby. */
    readonly reads: TcpProxy,
    readonly app: NestFastifyApplication,
    readonly api: ApiClient,
    /** What the cache takes for the time. */
    readonly clock: MovableClock,
  ) {}

  /** With a standby that streams, and an api that has found it. */
  static async create(name: RegionId = 'east'): Promise<SessionRegion> {
    const region = await createTestRegion({ region: name, migrate: migrateSchema, dedicated: {} })
    const { postgres, directory } = region.servers
    const standby = await startStandby({ primary: postgres, directory: join(directory, 'standby') })
    const [writes, reads] = [await TcpProxy.start(postgres.port), await TcpProxy.start(standby.port)]
    const environment = {
      ...region.environment('api-1'),
      DATABASE_URL: writes.through(region.databaseUrls.application),
      DATABASE_READ_URL: reads.through(region.databaseUrls.application),
    }
    const config = readConfig(SECTIONS, environment)
    const clock = new MovableClock()
    const app = await createHttpApplication(SessionTrialModule.forRoot(config, clock), config)
    await app.listen(0, '127.0.0.1')
    const token = await region.tokens.token({ subject: 'caller', roles: ['ops', 'merchant', 'customer'] })
    const api = new ApiClient(await app.getUrl(), token)
    const created = new SessionRegion(region, standby, writes, reads, app, api, clock)
    await created.untilReplicaServes()
    return created
  }

  /** Subscribes this region to what `peer` writes, over `link`, and waits until the first copy is done. */
  async receiveFrom(peer: SessionRegion, link: TcpProxy): Promise<void> {
    await this.subscribeTo(peer, link)
    const copied = "SELECT count(*) > 0 AND bool_and(srsubstate = 'r') AS ready FROM pg_subscription_rel"
    await eventually(async () => (await this.region.sql.query(copied)).rows[0].ready, {
      awaited: 'the copy of all tables',
      deadline: seconds(30),
    })
  }

  /** Subscribes this region to what `peer` writes, over `link`; its tables are copied from then on. */
  async subscribeTo(peer: SessionRegion, link: TcpProxy): Promise<void> {
    const peerUrl = link.through(peer.region.databaseUrls.replication)
    const there = new Client({ connectionString: peerUrl })
    await there.connect()
    try {
      await subscribe({ region: this.region.region, here: this.region.sql, peer: there, peerUrl })
    } finally {
      await there.end()
    }
  }

  /** Starts the relay, which tells the cache of every change. Resolves when it answers. */
  startRelay(): Promise<RunningProgram> {
    const environment = this.region.environment('relay')
    return startServerProgram({
      name: 'relay',
      script: applicationScript('relay'),
      environment: { ...environment, HTTP_PORT: environment['METRICS_PORT'] ?? '' },
      logDirectory: this.region.servers.directory,
      readyPath: '/metrics',
    })
  }

  /** One statement on the standby, as its administrator. */
  async onStandby(statement: string): Promise<Record<string, unknown>[]> {
    const client = new Client({
      connectionString: inDatabase(this.standby.urls.admin, new URL(this.region.databaseUrls.admin).pathname.slice(1)),
    })
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end()
    }
  }

  /** Lets the standby receive everything and show nothing of it, until {@link resumeReplay}. */
  async pauseReplay(): Promise<void> {
    await this.onStandby('SELECT pg_wal_replay_pause()')
    await eventually(
      async () => (await this.onStandby('SELECT pg_get_wal_replay_pause_state() AS state'))[0]?.['state'] === 'paused',
      { awaited: 'the standby to pause' },
    )
  }

  async resumeReplay(): Promise<void> {
    await this.onStandby('SELECT pg_wal_replay_resume()')
  }

  /** Gives the sign of life that the relay gives every second. */
  async beat(): Promise<void> {
    await this.region.sql.query(BEAT_SQL)
  }

  /** A read of the register `key`. */
  read(key: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.api.request('GET', `/probe/registers/${key}`, undefined, headers)
  }

  /** A write of the register `key`. */
  write(key: string, value: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.api.request('PUT', `/probe/registers/${key}`, { value }, headers)
  }

  /** Creates a product; resolves to its path. */
  async createProduct(name: string): Promise<string> {
    const price = { amount: 100, currency: 'EUR' }
    const { body } = await this.api.post('/v1/products', { name, description: '', price })
    return `/v1/products/${body.id}`
  }

  /** A read of what is at `path`. */
  show(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.api.request('GET', path, undefined, headers)
  }

  /** Reads until a read was answered by the cache. */
  untilCached(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return eventually(
      async () => {
        const before = await this.cacheHits()
        const answer = await this.show(path, headers)
        return (await this.cacheHits()) > before && answer
      },
      { awaited: 'the cache to answer' },
    )
  }

  /** How many reads the cache has answered so far. */
  async cacheHits(): Promise<number> {
    const metric = await this.app.get(Registry).getSingleMetric('cache_hits_total')?.get()
    return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0
  }

  /** How many reads of requests `server` has answered so far. */
  async readsOn(server: 'replica' | 'primary'): Promise<number> {
    const metric = await this.app.get(Registry).getSingleMetric('database_reads_total')?.get()
    return metric?.values.find(({ labels }) => labels['server'] === server)?.value ?? 0
  }

  /** Waits until a read without a session is answered by the replica. */
  async untilReplicaServes(): Promise<void> {
    const attempt = async () => {
      const before = await this.readsOn('replica')
      await this.api.get('/probe/registers/nobody')
      return (await this.readsOn('replica')) > before
    }
    await eventually(attempt, { awaited: 'the replica to answer reads', deadline: seconds(20) })
  }

  async release(): Promise<void> {
    await this.app.close()
    await Promise.all([this.writes.stop(), this.reads.stop()])
    await this.standby.kill()
    await this.region.release()
  }
}

/** Headers of a request that is to see what the answer `before` showed. */
export function after(before: { readonly headers: Headers }, ...others: readonly Record<string, string>[]) {
  return Object.assign({ 'x-session': before.headers.get('x-session') ?? '' }, ...others) as Record<string, string>
}
