import type { SqlConnection } from '../install/sql-connection.js'
import type { MergeUnit, ReplicatedTable } from '../model/replicated-table.js'
import { policyOf } from '../policies/policy-of.js'
import { identifier, qualified } from '../sql/identifier.js'
import { type Conflict, CONFLICT_COLUMNS, conflictOf } from './conflict.js'
import { ConflictNotFoundError } from './conflict-not-found.error.js'
import { ConflictNotRestorableError } from './conflict-not-restorable.error.js'
import { ConflictSupersededError } from './conflict-superseded.error.js'
import { CONFLICT_ID } from './conflicts-table.js'

const FIND = `
  -- In: id. Out: the conflict.
  SELECT ${CONFLICT_COLUMNS} FROM convergence.conflicts AS conflict WHERE ${CONFLICT_ID} = $1`

/** A policy that refuses the write: what was written first is final, what was appended never changes. */
const CHECK_VIOLATION = '23514'

/**
 * Writes the loser of a conflict again, in this region, as an ordinary local write: it gets a new version, replaces the winner here and in the peer,
 * and whatever the peer writes meanwhile may conflict with it in turn. One statement: it happens once, whoever asks twice.
 *
 * @param tables the replicated tables of the service.
 * @returns the conflict as it was.
 * @throws ConflictNotFoundError when this region's inbox does not hold the conflict.
 * @throws ConflictSupersededError when the row was written again since, or the loser is restored already.
 * @throws ConflictNotRestorableError when the policy does not allow another write, or the value was too large to be kept.
 */
export async function restoreConflict(
  connection: SqlConnection,
  tables: readonly ReplicatedTable[],
  id: string,
): Promise<Conflict> {
  const { rows } = await connection.query(FIND, [id])
  if (rows[0] === undefined) throw new ConflictNotFoundError(id)
  const conflict = conflictOf(rows[0])
  const table = tables.find((each) => each.schema === conflict.schema && each.name === conflict.table)
  const unit = table?.units.find((each) => each.name === conflict.unit)
  if (table === undefined || unit === undefined) {
    throw new ConflictNotRestorableError(conflict, 'this release does not know the table or column')
  }
  if (conflict.loser.values === null)
    throw new ConflictNotRestorableError(conflict, 'the value was too large to be kept')
  try {
    const written = await connection.query(restoring(table, unit), [id])
    if (written.rows.length === 0) throw new ConflictSupersededError(conflict)
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === CHECK_VIOLATION
    throw isRefused ? new ConflictNotRestorableError(conflict, error.message, error) : error
  }
  return conflict
}

function restoring(table: ReplicatedTable, unit: MergeUnit): string {
  const relation = qualified(table.schema, table.name)
  const columns = unit.columns.map((column) => identifier(column.name))
  const isRow = table.key.map((column) => `stored.${identifier(column.name)} = key.${identifier(column.name)}`)
  const version = policyOf(unit, table).contest?.version('stored') ?? 'NULL'
  return `
  -- In: id of a conflict. Out: one row when the loser was written, none when the unit is no longer what won.
  WITH restored AS (
    UPDATE ${relation} AS stored
       SET ${columns.map((column) => `${column} = loser.${column}`).join(', ')}
      FROM convergence.conflicts AS conflict,
           LATERAL json_populate_record(NULL::${relation}, conflict.key) AS key,
           LATERAL json_populate_record(NULL::${relation}, conflict.loser) AS loser
     WHERE ${CONFLICT_ID} = $1 AND ${isRow.join(' AND ')} AND ${version} = conflict.winner_version
    RETURNING conflict.ctid AS place
  )
  UPDATE convergence.conflicts AS conflict SET restored_at = clock_timestamp()
    FROM restored WHERE conflict.ctid = restored.place RETURNING conflict.unit`
}
