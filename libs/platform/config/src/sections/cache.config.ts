import { configSection } from '../config-section.js'
import { endpoints } from '../values.js'
import { variable } from '../variable.js'

/** The region's cache. */
export class CacheConfig extends configSection({
  nodes: variable('CACHE_NODES', endpoints(), 'host:port of nodes of the Redis Cluster, comma-separated'),
}) {}
