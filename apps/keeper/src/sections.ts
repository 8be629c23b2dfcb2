import { KeeperConfig, MigrationConfig, RegionConfig, ShutdownConfig, TelemetryConfig } from '@bicoastal/config'

/** What the keeper reads from its environment. */
export const SECTIONS = [RegionConfig, MigrationConfig, KeeperConfig, TelemetryConfig, ShutdownConfig] as const
