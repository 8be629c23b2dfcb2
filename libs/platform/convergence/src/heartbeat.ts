import type { ReplicatedTable } from './model/replicated-table.js'

/**
 * A replicated table with one row per region that says when the region last gave a sign of life. What the other region sees of it is
 * the replication lag in seconds, also when nothing else is written. Each region writes its own row only, so nothing conflicts;
 * it is a replicated table so that a resynchronisation may copy it over itself. Installed with the triggers.
 */
export const HEARTBEAT_TABLE: ReplicatedTable = {
  schema: 'convergence',
  name: 'heartbeat',
  entity: 'heartbeat',
  key: [{ name: 'region', type: 'smallint', array: false, nullable: false }],
  naturalKey: true,
  units: [
    {
      policy: 'lastWriteWins',
      name: 'at',
      columns: [{ name: 'at', type: 'timestamp with time zone', array: false, nullable: false }],
    },
  ],
}

/** Creates {@link HEARTBEAT_TABLE}; the bookkeeping columns are added like any table's. */
export const CREATE_HEARTBEAT_TABLE =
  'CREATE TABLE convergence.heartbeat (region smallint PRIMARY KEY, at timestamp with time zone NOT NULL)'

/** Says that this region is alive, in its own row. Run it once a second per region, as the application role. No parameters, no rows. */
export const BEAT_SQL =
  'INSERT INTO convergence.heartbeat (region, at) VALUES (convergence.region(), clock_timestamp()) ' +
  'ON CONFLICT (region) DO UPDATE SET at = EXCLUDED.at'

/**
 * How old the last sign of life of each other region is, as seen here: rows `region smallint, seconds double precision`. While the peer beats
 * once a second, what exceeds one second is replication lag (or, with a peer whose clock is off, the difference of the clocks).
 */
export const PEER_HEARTBEAT_AGE_SQL =
  'SELECT region, extract(epoch FROM clock_timestamp() - at)::double precision AS seconds ' +
  'FROM convergence.heartbeat WHERE region <> convergence.region()'
