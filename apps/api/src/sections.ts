import {
  AuthenticationConfig,
  CacheConfig,
  DatabaseConfig,
  HttpConfig,
  PeerConfig,
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
  PeerConfig,
  AuthenticationConfig,
  TelemetryConfig,
  ShutdownConfig,
] as const
