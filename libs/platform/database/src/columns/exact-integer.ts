import type { ValueTransformer } from 'typeorm'

/**
 * Maps a `bigint` column to a number: `@Column('bigint', { transformer: exactInteger })`. Postgres hands such values
 * over as text because not every one fits a number; use this where the limits on what callers may write keep them below
 * `Number.MAX_SAFE_INTEGER`.
 */
export const exactInteger: ValueTransformer = {
  to: (value: number | undefined) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
}
