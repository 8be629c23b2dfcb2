import { configSection } from '../config-section.js'
import { secret, url, wholeNumber } from '../values.js'
import { variable } from '../variable.js'

const postgresUrl = () => secret(url('postgres', 'postgresql'))

/** The region's database as the application sees it. */
export class DatabaseConfig extends configSection({
  url: variable('DATABASE_URL', postgresUrl(), "the application role's connection string to the region's primary"),
  readUrl: variable(
    'DATABASE_READ_URL',
    postgresUrl().optional(),
    "the application role's connection string to the region's replicas; without it all reads go to the primary",
  ),
  poolSize: variable('DATABASE_POOL_SIZE', wholeNumber(1, 1000).default(10), 'connections a process may hold'),
}) {}

/** The region's database as the relay sees it. */
export class ReplicationConfig extends configSection({
  url: variable(
    'REPLICATION_DATABASE_URL',
    postgresUrl(),
    "the replication role's connection string to the region's primary",
  ),
}) {}

/** The region's database as migrations see it. */
export class MigrationConfig extends configSection({
  url: variable('ADMIN_DATABASE_URL', postgresUrl(), "the owner's connection string to the region's primary"),
  /** Needed to subscribe, not for the schema. */
  peerUrl: variable(
    'PEER_DATABASE_URL',
    postgresUrl().optional(),
    "the connection string by which this region's subscription reaches the peer",
  ),
}) {}
