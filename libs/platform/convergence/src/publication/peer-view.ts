import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { ROW_VERSION } from '../model/version-vector.js'
import { readAhead } from './ahead-columns.js'

/** What matters of the peer to what is published here. Columns are named `schema.table.column`. */
export interface PeerView {
  /** Columns of its replicated tables, by `schema.table`. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  readonly published: ReadonlySet<string>
  readonly ahead: ReadonlySet<string>
  /** A position of its log behind all of this. */
  readonly position: string
}

const COLUMNS = `
  SELECT n.nspname || '.' || c.relname AS table, array_agg(a.attname::text) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   GROUP BY 1`

const PUBLISHED = `
  SELECT schemaname || '.' || tablename || '.' || unnest(attnames)::text AS name FROM pg_publication_tables WHERE pubname = $1`

/** Reads it as the replication role. */
export async function readPeer(peer: SqlConnection): Promise<PeerView> {
  const tables = (await peer.query(COLUMNS)).rows as { table: string; columns: string[] }[]
  // The marks before the publication: one that was still there may be gone, never the other way round.
  const ahead = await readAhead(peer)
  const published = new Set((await peer.query(PUBLISHED, [PEER_PUBLICATION])).rows.map((row) => row['name'] as string))
  const { rows } = await peer.query('SELECT pg_current_wal_insert_lsn()::text AS position')
  return {
    // A table that is not replicated over there yet has no place for rows from here.
    columns: new Map(
      tables.filter(({ columns }) => columns.includes(ROW_VERSION)).map((row) => [row.table, row.columns]),
    ),
    ahead,
    published,
    position: rows[0]?.['position'] as string,
  }
}
