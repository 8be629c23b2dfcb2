import type { ReplicatedColumn } from '../model/replicated-table.js'
import { identifier } from './identifier.js'

/** Types that never leave the row, or only ever as a whole. */
const NEVER_OUT_OF_LINE = new Set([
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'boolean',
  'uuid',
  'date',
  'timestamp with time zone',
  'timestamp without time zone',
  'time without time zone',
  'time with time zone',
  'interval',
  'enum',
])

/**
 * PL/pgSQL that makes the write-ahead log carry every column of a group whose version just changed. Logical replication leaves out a value that
 * is stored out of line (TOAST) and was not written, and the subscriber fills in its own: it would join this write's version
 * with a value of another one, a torn group that differs between the regions for good. A value that went through its text form
 * is a new one and is sent. One column alone needs none of this: when its version changed, so did its value.
 */
export function resent(columns: readonly ReplicatedColumn[]): readonly string[] {
  if (columns.length < 2) return []
  return columns
    .filter((column) => column.array || !NEVER_OUT_OF_LINE.has(column.type))
    .map((column) => {
      const value = `NEW.${identifier(column.name)}`
      const type = column.array ? `${column.type}[]` : column.type
      return `IF pg_catalog.pg_column_toast_chunk_id(${value}) IS NOT NULL THEN ${value} := (${value}::text)::${type}; END IF;`
    })
}
