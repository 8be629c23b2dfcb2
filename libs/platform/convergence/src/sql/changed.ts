import type { ReplicatedColumn } from '../model/replicated-table.js'
import { identifier } from './identifier.js'

/** Types of which equal values are the same bytes, so that the cheap comparison is exact. */
const EQUAL_IS_IDENTICAL = new Set([
  'smallint',
  'integer',
  'bigint',
  'boolean',
  'uuid',
  'text',
  'character varying',
  'date',
  'timestamp with time zone',
  'timestamp without time zone',
  'bytea',
  'enum',
])

/**
 * Boolean PL/pgSQL: a local UPDATE changes one of the columns. Values that are equal but not identical (1.0 and 1.00, `json`, which has
 * no equality at all) count as changed: they would travel without a version and differ between regions for good.
 * The casts keep Postgres from taking two ROW()s for a comparison field by field, with an operator that jsonb does not have.
 */
export function changed(columns: readonly ReplicatedColumn[]): string {
  return columns
    .map((column) => {
      const name = identifier(column.name)
      return !column.array && EQUAL_IS_IDENTICAL.has(column.type)
        ? `NEW.${name} IS DISTINCT FROM OLD.${name}`
        : `NOT ROW(NEW.${name})::record OPERATOR(pg_catalog.*=) ROW(OLD.${name})::record`
    })
    .join(' OR ')
}
