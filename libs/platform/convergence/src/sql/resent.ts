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

/** Whether a column's value is always stored in the row itself, and small. */
export function isNeverOutOfLine(column: ReplicatedColumn): boolean {
  return !column.array && NEVER_OUT_OF_LINE.has(column.type)
}

/**
 * PL/pgSQL that makes the write-ahead log carry every column of a group whose version just changed. Logical replication leaves
 * out a value that is stored out of line (TOAST) and was not written, and the subscriber fills in its own: it would join
 * this write's version with a value of another one, a torn group that differs between the regions for good. A value that was
 * taken apart and put together is a new one and is sent. One column alone needs none of this: when its version changed,
 * so did its value.
 */
export function resent(columns: readonly ReplicatedColumn[]): readonly string[] {
  if (columns.length < 2) return []
  return columns
    .filter((column) => !isNeverOutOfLine(column))
    .map((column) => {
      const value = `NEW.${identifier(column.name)}`
      // An element of an array is never stored out of line by itself, whatever its type; a cast to the same type would do nothing.
      const copy = column.array ? `(${value}::text)::${column.type}[]` : `(ARRAY[${value}])[1]`
      return `IF pg_catalog.pg_column_toast_chunk_id(${value}) IS NOT NULL THEN ${value} := ${copy}; END IF;`
    })
}
