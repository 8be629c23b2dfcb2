import { type RegionId, seconds } from '@bicoastal/kernel'
import { clusterSettings, CACHE_SETTINGS, QUEUE_SETTINGS, type RedisSettings } from '../redis/settings.js'
import { launchRedis, untilRedisAnswers } from '../redis/redis-server.js'
import { redisMajorVersion } from '../redis/version.js'
import type { StackContext } from '../stack/stack-context.js'
import { SupervisedProgram } from '../supervision/supervised-program.js'

/** The nodes of a region's Redis Cluster. */
export function cacheParts(context: StackContext, region: RegionId): SupervisedProgram[] {
  const { cache, cacheBus } = context.ports.regions[region]
  return cache.map((port, index) => {
    const settings = { ...CACHE_SETTINGS, ...clusterSettings(cacheBus[index] as number, redisMajorVersion()) }
    return redisPart(context, `${region}/cache-${index + 1}`, port, settings)
  })
}

/** The durable Redis of a region's queue. */
export function queuePart(context: StackContext, region: RegionId): SupervisedProgram {
  return redisPart(context, `${region}/queue`, context.ports.regions[region].queue, QUEUE_SETTINGS)
}

function redisPart({ files, records }: StackContext, name: string, port: number, settings: RedisSettings) {
  const server = { name, dataDirectory: files.data(name), logFile: files.log(name), port, settings }
  return new SupervisedProgram(
    {
      name,
      port,
      log: server.logFile,
      grace: seconds(10),
      launch: () => launchRedis(server),
      ready: (running) => untilRedisAnswers(running, port),
    },
    records,
  )
}
