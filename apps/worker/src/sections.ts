import {
  CacheConfig,
  DatabaseConfig,
  PeerConfig,
  QueueConfig,
  RegionConfig,
  ShutdownConfig,
  TelemetryConfig,
} from '@bicoastal/config'

/** What the worker reads from its environment. */
export const SECTIONS = [
  RegionConfig,
  DatabaseConfig,
  CacheConfig,
  PeerConfig,
  QueueConfig,
  TelemetryConfig,
  ShutdownConfig,
] as const
