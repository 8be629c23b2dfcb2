import {
  AuthenticationConfig,
  CacheConfig,
  DatabaseConfig,
  HttpConfig,
  RegionConfig,
  ShutdownConfig,
  TelemetryConfig,
} from '@bicoastal/config'

/** What the api reads from its environment. */
export const SECTIONS = [
  RegionConfig,
  HttpConfig,
  DatabaseConfig,
  CacheConfig,
  AuthenticationConfig,
  TelemetryConfig,
  ShutdownConfig,
] as const
