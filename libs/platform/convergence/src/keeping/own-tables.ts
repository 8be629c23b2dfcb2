import type { OwnTable } from '../install/own-table.js'

/** What is or was wrong with replication in this region, for people: one open incident per kind and subject. */
export const INCIDENTS: OwnTable = {
  schema: 'convergence',
  name: 'incidents',
  create: `CREATE TABLE convergence.incidents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  subject text NOT NULL,
  message text NOT NULL,
  advice text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  occurrences integer NOT NULL DEFAULT 1,
  detected_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  healed_at timestamptz
);
CREATE UNIQUE INDEX incidents_open ON convergence.incidents (kind, subject) WHERE healed_at IS NULL;
CREATE INDEX incidents_healed ON convergence.incidents (healed_at) WHERE healed_at IS NOT NULL`,
  application: ['SELECT'],
  replication: [],
}

/**
 * Rows whose state this region has to get from its peer: refused ones (the quarantine) and those that differ. An entry is removed only
 * in the transaction after the one that merged the row. The peer may add entries: so it makes this region fetch what it lacks.
 */
export const AWAITED_ROWS: OwnTable = {
  schema: 'convergence',
  name: 'awaited_rows',
  create: `CREATE TABLE convergence.awaited_rows (
  table_schema text NOT NULL,
  table_name text NOT NULL,
  key text[] NOT NULL,
  image jsonb,
  error_code text,
  error text,
  attempts integer NOT NULL DEFAULT 0,
  awaited_since timestamptz NOT NULL DEFAULT clock_timestamp(),
  next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (table_schema, table_name, key)
);
CREATE INDEX awaited_rows_due ON convergence.awaited_rows (next_attempt_at)`,
  application: ['SELECT'],
  replication: ['SELECT', 'INSERT', 'UPDATE'],
}

/** Comparisons of the regions: asked for by anybody, carried out by the region's keeper. */
export const VERIFICATIONS: OwnTable = {
  schema: 'convergence',
  name: 'verifications',
  create: `CREATE TABLE convergence.verifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reason text NOT NULL,
  repairs boolean NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  report jsonb,
  failure text
);
CREATE INDEX verifications_open ON convergence.verifications (requested_at) WHERE finished_at IS NULL`,
  application: ['SELECT', 'INSERT'],
  replication: [],
}

/** The tables behind verifying, repairing and keeping. */
export const KEEPING_TABLES: readonly OwnTable[] = [INCIDENTS, AWAITED_ROWS, VERIFICATIONS]
