import type { RegionId } from '@bicoastal/kernel'
import type { SqlConnection } from '../../install/sql-connection.js'
import { subscriptionName } from '../../subscription/subscription-state.js'

/** The trigger by which the copy of a table is skipped. Its name comes before those of all others, and is not one that installing removes. */
export const SKIP_TRIGGER = 'aa_skip_copy'

/** A table whose copy is not done, or is being skipped. */
export interface CopiedTable {
  readonly schema: string
  readonly name: string
  readonly done: boolean
  readonly skipped: boolean
  /** `null` while no worker copies it, as between two attempts. */
  readonly worker: number | null
}

/** The copies of a region's tables, at one moment. */
export interface CopySample {
  /** Copies that failed so far, of all tables. */
  readonly failures: number
  readonly tables: readonly CopiedTable[]
}

const TABLES = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, r.srsubstate = 'r' AS done, g.oid IS NOT NULL AS skipped, w.pid AS worker
    FROM pg_subscription s JOIN pg_subscription_rel r ON r.srsubid = s.oid JOIN pg_class c ON c.oid = r.srrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_trigger g ON g.tgrelid = c.oid AND g.tgname = '${SKIP_TRIGGER}'
    LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid = c.oid
   WHERE s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND (r.srsubstate <> 'r' OR g.oid IS NOT NULL)`

const FAILURES = `
  SELECT coalesce(sum(t.sync_error_count), 0)::float8 AS failures FROM pg_stat_subscription_stats t WHERE t.subname = $1`

/** Looks at the copies of the tables of `region`. */
export async function readCopySample(here: SqlConnection, region: RegionId): Promise<CopySample> {
  const name = subscriptionName(region)
  const tables = (await here.query(TABLES, [name])).rows as unknown as readonly CopiedTable[]
  if (tables.length === 0) return { failures: 0, tables }
  const { rows } = await here.query(FAILURES, [name])
  return { failures: rows[0]?.['failures'] as number, tables }
}
