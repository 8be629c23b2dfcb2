import { join } from 'node:path'
import { claimPorts } from '../ports/port-claim.js'
import type { RunningProgram } from '../process/running-program.js'
import { formCluster } from './form-cluster.js'
import { launchRedis, untilRedisAnswers } from './redis-server.js'
import { CACHE_SETTINGS, QUEUE_SETTINGS, type RedisSettings, clusterSettings } from './settings.js'
import { redisMajorVersion } from './version.js'

/** One Redis server outside any stack, for tests and benchmarks. */
export interface RedisHandle {
  readonly port: number
  /** `redis://127.0.0.1:<port>` */
  readonly url: string
  readonly process: RunningProgram
  /** Graceful shutdown, waits for it, frees the port. Repeatable. */
  stop(): Promise<void>
  /** SIGKILL; frees the port. Repeatable. */
  kill(): Promise<void>
}

/** A Redis Cluster of three masters outside any stack. */
export interface RedisClusterHandle {
  /** `127.0.0.1:<port>` of every node. */
  readonly nodes: readonly string[]
  readonly processes: readonly RunningProgram[]
  stop(): Promise<void>
  kill(): Promise<void>
}

/**
 * Starts a durable Redis (append-only file, never evicts) in `directory`; `settings` win. It answers when this
 * resolves, and stops when this process dies.
 *
 * @throws PartFailedError, MissingProgramError, NoFreePortError; nothing is left running then.
 */
export async function startRedis(options: {
  readonly directory: string
  /** Default: a claimed free port. */
  readonly port?: number
  readonly settings?: RedisSettings
}): Promise<RedisHandle> {
  const claim = options.port === undefined ? await claimPorts() : undefined
  const port = options.port ?? (claim?.first as number)
  let running: RunningProgram | undefined
  const end = async (how: 'stop' | 'kill') => {
    await running?.[how]()
    claim?.release()
  }
  try {
    running = await launchRedis({
      name: `redis on ${port}`,
      dataDirectory: options.directory,
      logFile: join(options.directory, 'redis.log'),
      port,
      settings: { ...QUEUE_SETTINGS, ...options.settings },
    })
    await untilRedisAnswers(running, port)
  } catch (error) {
    await end('kill')
    throw error
  }
  return { port, url: `redis://127.0.0.1:${port}`, process: running, stop: () => end('stop'), kill: () => end('kill') }
}

/**
 * Starts a Redis Cluster of three masters (a cache: nothing is kept on disk) in `directory`. It is complete when this
 * resolves, and stops when this process dies.
 *
 * @throws PartFailedError, MissingProgramError, NoFreePortError, ConditionNotMetError; nothing is left running then.
 */
export async function startRedisCluster(options: { readonly directory: string }): Promise<RedisClusterHandle> {
  const claim = await claimPorts()
  const nodes = [0, 1, 2].map((index) => ({ port: claim.first + index, busPort: claim.first + 5 + index }))
  const running: RunningProgram[] = []
  const end = async (how: 'stop' | 'kill') => {
    await Promise.all(running.map((node) => node[how]()))
    claim.release()
  }
  try {
    const version = redisMajorVersion()
    for (const { port, busPort } of nodes) {
      const dataDirectory = join(options.directory, `node-${port - claim.first + 1}`)
      const settings = { ...CACHE_SETTINGS, ...clusterSettings(busPort, version) }
      const logFile = join(dataDirectory, 'redis.log')
      running.push(await launchRedis({ name: `redis on ${port}`, dataDirectory, logFile, port, settings }))
    }
    await Promise.all(running.map((node, index) => untilRedisAnswers(node, nodes[index]?.port as number)))
    await formCluster(`the cluster in ${options.directory}`, nodes, version)
  } catch (error) {
    await end('kill')
    throw error
  }
  return {
    nodes: nodes.map(({ port }) => `127.0.0.1:${port}`),
    processes: running,
    stop: () => end('stop'),
    kill: () => end('kill'),
  }
}
