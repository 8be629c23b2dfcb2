import {
  CacheConfig,
  DatabaseConfig,
  QueueConfig,
  RegionConfig,
  ReplicationConfig,
  ShutdownConfig,
  TelemetryConfig,
} from '@bicoastal/config'

/** What the relay reads from its environment. */
export const SECTIONS = [
  RegionConfig,
  DatabaseConfig,
  ReplicationConfig,
  CacheConfig,
  QueueConfig,
  TelemetryConfig,
  ShutdownConfig,
] as const
