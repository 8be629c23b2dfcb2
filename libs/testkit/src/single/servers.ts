import { join } from 'node:path'
import {
  type PostgresHandle,
  type PostgresSettings,
  type RedisClusterHandle,
  type RedisHandle,
  startPostgres,
  startRedis,
  startRedisCluster,
} from '@bicoastal/local'
import { keepDirectory, removeDirectory, temporaryDirectory } from '../files/temporary-directory.js'

/** The servers of one region, outside any stack. They end with this process at the latest. */
export interface Servers {
  /** Where they keep data and logs. */
  readonly directory: string
  readonly postgres: PostgresHandle
  readonly cache: RedisClusterHandle
  readonly queue: RedisHandle
  /** Stops them and removes their directory. Repeatable; servers that a test killed are fine. */
  stop(): Promise<void>
}

/**
 * Starts a Postgres, a Redis Cluster of three and a durable Redis, all at once; `settings` win over Postgres' own.
 *
 * @throws whatever the first server to fail throws; the others are stopped, and the logs stay where the error says.
 */
export async function startServers(settings: PostgresSettings = {}): Promise<Servers> {
  const directory = temporaryDirectory('servers')
  const started = await Promise.allSettled([
    startPostgres({ directory: join(directory, 'postgres'), settings }),
    startRedisCluster({ directory: join(directory, 'cache') }),
    startRedis({ directory: join(directory, 'queue') }),
  ] as const)
  const [postgres, cache, queue] = started
  if (postgres.status === 'fulfilled' && cache.status === 'fulfilled' && queue.status === 'fulfilled') {
    const servers = [postgres.value, cache.value, queue.value]
    const stop = async () => {
      await Promise.all(servers.map((server) => server.stop()))
      removeDirectory(directory)
    }
    return { directory, postgres: postgres.value, cache: cache.value, queue: queue.value, stop }
  }
  keepDirectory(directory)
  await Promise.all(started.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)))
  throw started.find((outcome) => outcome.status === 'rejected')?.reason
}

const SHARED = Symbol.for('@bicoastal/testkit/servers')

/**
 * The servers that all test files of this worker share, started when the first one asks. They end with the worker.
 * A failed start is not remembered: the next file tries again and fails with a message of its own.
 */
export function sharedServers(): Promise<Servers> {
  const holder = globalThis as { [SHARED]?: Promise<Servers> | undefined }
  holder[SHARED] ??= startServers().catch((error: unknown) => {
    holder[SHARED] = undefined
    throw error
  })
  return holder[SHARED]
}
