import type { OwnTable } from '../install/own-table.js'

/**
 * The conflict inbox of a region: real concurrent overwrites among the rows it merged. An id follows from what was in conflict, so both regions
 * know one conflict by one id. Nothing but the primary key is indexed: every conflict pays for an index, few are ever looked at, and
 * their number is bounded.
 */
export const CONFLICTS: OwnTable = {
  schema: 'convergence',
  name: 'conflicts',
  create: `CREATE TABLE convergence.conflicts (
  id uuid PRIMARY KEY,
  table_schema text NOT NULL,
  table_name text NOT NULL,
  key json NOT NULL,
  unit text NOT NULL,
  policy text NOT NULL,
  winner json,
  loser json,
  winner_version bigint NOT NULL,
  loser_version bigint NOT NULL,
  logged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  restored_at timestamptz
)`,
  application: ['SELECT', 'UPDATE'],
  replication: [],
}
