import type { ReplicatedTable } from '../model/replicated-table.js'
import { identifier, literal } from './identifier.js'

/** A setting of the session: `on` in apply workers that started while rows were put aside. */
export const HOLDS = 'convergence.holds'

/** Boolean SQL: nothing needs to be held back in this session. */
export const HOLDS_NOTHING = `current_setting('${HOLDS}', true) IS DISTINCT FROM 'on'`

/**
 * PL/pgSQL that leaves out an update of a row that this region is about to fetch from its peer, and has it fetched once more. A change of that row
 * was skipped, and the log leaves out what is stored out of line and was not written: joined with this update the row would
 * say that it includes the change, without its values, and the next local write would carry the old ones back as if they were newer.
 */
export function heldBack(table: ReplicatedTable): readonly string[] {
  const key = table.key.map((column) => `NEW.${identifier(column.name)}::text`)
  return [
    `IF pg_trigger_depth() = 1 AND NOT (${HOLDS_NOTHING}) THEN`,
    '  UPDATE convergence.awaited_rows AS awaited SET awaited_since = clock_timestamp(), next_attempt_at = clock_timestamp()',
    `   WHERE awaited.table_schema = ${literal(table.schema)} AND awaited.table_name = ${literal(table.name)}`,
    `     AND awaited.key = ARRAY[${key.join(', ')}];`,
    '  IF FOUND THEN',
    '    RETURN NULL;',
    '  END IF;',
    'END IF;',
  ]
}
