import { describeEntities } from '@bicoastal/convergence'
import { SnakeNamingStrategy } from '@bicoastal/database'
import { entitiesOf } from '@bicoastal/jobs'
import { type Feature, REGIONS, type RegionId } from '@bicoastal/kernel'
import { StackClient, startStack } from '@bicoastal/local'
import { Pool } from 'pg'
import { keepDirectory, removeDirectory, temporaryDirectory } from '../files/temporary-directory.js'
import type { Environment } from '../single/test-region.js'
import { TwoRegions } from './two-regions.js'

/** What the stack serves: `FEATURES`, whose entities are compared across regions. */
export interface TwoRegionsOptions {
  readonly features: readonly Feature[]
}

/**
 * Starts both regions in a temporary folder on free ports, and waits until they serve; 10 to 30 s. The stack ends with
 * this process at the latest, however that ends.
 *
 * @throws BootFailedError naming the part that failed and its log, which is kept.
 */
export async function startTwoRegions(
  options: TwoRegionsOptions & {
    /** Added to the environment of api, worker and relay. */
    readonly environment?: Environment
  },
): Promise<TwoRegions> {
  const directory = temporaryDirectory('stack')
  try {
    const { environment = {} } = options
    const handle = await startStack({ directory, environment: { LOG_LEVEL: 'warn', ...environment } })
    return await open(handle.client, options, async () => {
      await handle.stop()
      removeDirectory(directory)
    })
  } catch (error) {
    keepDirectory(directory)
    throw error
  }
}

/**
 * Opens a stack that is running already, such as that of `./scripts/up`.
 *
 * @throws StackNotRunningError when there is none in `directory`.
 */
export function attachTwoRegions(directory: string, options: TwoRegionsOptions): Promise<TwoRegions> {
  return open(new StackClient(directory), options, () => Promise.resolve())
}

async function open(stack: StackClient, options: TwoRegionsOptions, stop: () => Promise<void>): Promise<TwoRegions> {
  const { urls } = await stack.info()
  const entities = entitiesOf(options.features)
  const tables = await describeEntities(entities, new SnakeNamingStrategy())
  const pools = await Promise.all(REGIONS.map(async (region) => [region, await openPool(stack, region)] as const))
  let released: Promise<void> | undefined
  const release = async () => {
    await Promise.all(pools.map(([, pool]) => pool.end()))
    await stop()
  }
  return new TwoRegions({
    stack,
    origins: { global: urls.edge, east: urls.east, west: urls.west },
    sql: Object.fromEntries(pools) as Record<RegionId, Pool>,
    tables,
    release: () => (released ??= release()),
  })
}

async function openPool(stack: StackClient, region: RegionId): Promise<Pool> {
  const pool = new Pool({ connectionString: await stack.databaseUrl(region, 'admin'), max: 4, query_timeout: 30_000 })
  // Tests kill databases: a connection that breaks while idle is thrown away, and nobody needs to know.
  pool.on('error', () => undefined)
  return pool
}

const SHARED = Symbol.for('@bicoastal/testkit/two-regions')

/**
 * The stack that all test files of this worker share, started when the first one asks. A file that breaks something
 * repairs it before it ends. A failed start is not remembered.
 */
export function sharedTwoRegions(options: TwoRegionsOptions): Promise<TwoRegions> {
  const holder = globalThis as { [SHARED]?: Promise<TwoRegions> | undefined }
  holder[SHARED] ??= startTwoRegions(options).catch((error: unknown) => {
    holder[SHARED] = undefined
    throw error
  })
  return holder[SHARED]
}
