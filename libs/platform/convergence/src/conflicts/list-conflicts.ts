import type { SqlConnection } from '../install/sql-connection.js'
import { type Conflict, CONFLICT_COLUMNS, conflictOf } from './conflict.js'
import { cursorAfter, positionOf } from './conflict-cursor.js'
import { CONFLICT_ID } from './conflicts-table.js'

/** Which conflicts are asked for. */
export interface ConflictFilter {
  /** Only those of one table. */
  readonly table?: string
  /** At most so many. Default 50. */
  readonly limit?: number
  /** Goes on where a page ended: its {@link ConflictPage.next}. */
  readonly cursor?: string
}

/** Some conflicts, newest first. */
export interface ConflictPage {
  readonly conflicts: readonly Conflict[]
  /** For the page that follows; `null` on the last one. */
  readonly next: string | null
}

const LIST = `
  -- In: table or NULL, moment and id of the last conflict seen or NULL, how many. Out: the conflicts that follow, newest first.
  SELECT ${CONFLICT_COLUMNS}, conflict.logged_at::text AS position
    FROM convergence.conflicts AS conflict
   WHERE ($1::text IS NULL OR conflict.table_name = $1)
     AND ($2::timestamptz IS NULL OR (conflict.logged_at, ${CONFLICT_ID}) < ($2::timestamptz, $3::uuid))
   ORDER BY conflict.logged_at DESC, id DESC
   LIMIT $4`

/**
 * The conflicts that this region noted, newest first. What is noted while somebody pages is on no later page.
 *
 * @throws InvalidConflictCursorError when the cursor is not one that a page gave.
 */
export async function listConflicts(
  connection: SqlConnection,
  { table, limit = 50, cursor }: ConflictFilter = {},
): Promise<ConflictPage> {
  const after = cursor === undefined ? null : positionOf(cursor)
  // One more than asked for tells whether there is a next page.
  const { rows } = await connection.query(LIST, [table ?? null, after?.loggedAt ?? null, after?.id ?? null, limit + 1])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next =
    rows.length > limit && last !== undefined
      ? cursorAfter({ loggedAt: last['position'] as string, id: last['id'] as string })
      : null
  return { conflicts: page.map(conflictOf), next }
}
