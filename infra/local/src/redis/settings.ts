/** Directives of redis.conf, given on the command line. */
export type RedisSettings = Readonly<Record<string, string | number>>

/** A server whose data may vanish: a cache. Full memory evicts. */
export const CACHE_SETTINGS: RedisSettings = {
  save: '',
  appendonly: 'no',
  maxmemory: '64mb',
  'maxmemory-policy': 'allkeys-lru',
}

/** A server that keeps what it was given: a queue. Full memory refuses writes, and never forgets a job. */
export const QUEUE_SETTINGS: RedisSettings = {
  save: '',
  appendonly: 'yes',
  appendfsync: 'everysec',
  'maxmemory-policy': 'noeviction',
}

/** Directives that make a server a cluster node. Before version 7 the bus port cannot be chosen: it is port + 10000. */
export function clusterSettings(busPort: number, majorVersion: number): RedisSettings {
  return {
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': 2000,
    'cluster-announce-ip': '127.0.0.1',
    // A cache with a dead node still serves the slots of the others.
    'cluster-require-full-coverage': 'no',
    ...(majorVersion >= 7 && { 'cluster-port': busPort }),
  }
}

/** redis-server's command line for `settings`. */
export function redisArguments(settings: RedisSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`])
}
