import type { OwnTable } from '../install/own-table.js'

/**
 * The conflict inbox of a region: real concurrent overwrites among the rows it merged. It has no index and stores no id: both together cost
 * a merge as much as all the rest of noting a conflict, few conflicts are ever looked at, and their number is bounded. None is noted twice, as
 * a conflict is noted in the transaction that merges the row, and the merged row knows both writes.
 */
export const CONFLICTS: OwnTable = {
  schema: 'convergence',
  name: 'conflicts',
  create: `CREATE TABLE convergence.conflicts (
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

/** `uuid` SQL: the id of a row of `convergence.conflicts AS conflict`. It follows from what was in conflict: both regions know one conflict by one id. */
export const CONFLICT_ID =
  "md5(concat_ws('|', conflict.table_schema, conflict.table_name, conflict.key, conflict.unit, conflict.winner_version, conflict.loser_version))::uuid"
