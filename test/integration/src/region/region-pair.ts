import 'reflect-metadata'
import { AppModule, SECTIONS } from '@bicoastal/api'
import { readConfig } from '@bicoastal/config'
import { createHttpApplication } from '@bicoastal/http'
import { REGIONS, type RegionId, peerOf } from '@bicoastal/kernel'
import { OwnRegion, PeerWatch } from '@bicoastal/region'
import { type TestRegion, createTestRegion, migrateSchema } from '@bicoastal/testkit'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

/** One process of the api. */
export interface ApiProcess {
  readonly url: string
  readonly own: OwnRegion
  readonly watch: PeerWatch
  stop(): Promise<void>
}

/** Two regions that can ask each other over HTTP. Nothing is replicated between them. */
export class RegionPair {
  private constructor(private readonly regions: Readonly<Record<RegionId, TestRegion>>) {}

  static async create(): Promise<RegionPair> {
    const east = await createTestRegion({ region: 'east', migrate: migrateSchema })
    // The relay's slot has one name: one server holds one region.
    const west = await createTestRegion({ region: 'west', migrate: migrateSchema, dedicated: {} })
    return new RegionPair({ east, west })
  }

  region(region: RegionId): TestRegion {
    return this.regions[region]
  }

  /** Starts a process; the peer asks `api-1`. */
  async start(region: RegionId, instance = 'api-1'): Promise<ApiProcess> {
    const environment = this.regions[region].environment(instance)
    const peerPort = this.regions[peerOf(region)].environment('api-1')['HTTP_PORT']
    const config = readConfig(SECTIONS, {
      ...environment,
      PEER_URL: `http://127.0.0.1:${peerPort}`,
      // One operator for both, as in a stack.
      JWT_KEY_FILE: this.regions.east.tokens.keyFile,
    })
    const app: NestFastifyApplication = await createHttpApplication(AppModule.forRoot(config), config)
    await app.listen(Number(environment['HTTP_PORT']), '127.0.0.1')
    return { url: await app.getUrl(), own: app.get(OwnRegion), watch: app.get(PeerWatch), stop: () => app.close() }
  }

  /** Lets a heartbeat of its peer arrive in `region` as replication would bring it. */
  async beat(region: RegionId): Promise<void> {
    const client = await this.regions[region].sql.connect()
    try {
      await client.query('SET session_replication_role = replica')
      await client.query(
        `INSERT INTO convergence.heartbeat (region, at, _h) VALUES ($1, clock_timestamp(), convergence.tick(0))
         ON CONFLICT (region) DO UPDATE SET at = EXCLUDED.at, _h = EXCLUDED._h`,
        [region === 'east' ? 2 : 1],
      )
      await client.query('SET session_replication_role = origin')
    } finally {
      client.release()
    }
  }

  async release(): Promise<void> {
    for (const region of REGIONS) await this.regions[region].release()
  }
}
