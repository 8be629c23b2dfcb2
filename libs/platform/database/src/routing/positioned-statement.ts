import { type LogPosition, parsePosition } from '@bicoastal/kernel'
import type { QueryResultRow } from 'pg'
import type { Statement } from '../statements/statement.js'

/** The server's place in the log, on a primary and on a standby alike. Read after the snapshot was taken, so it bounds what that shows. */
const HERE = 'CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END'

const COLUMN = '_read_before'

/** Asks for the place alone, where a statement gave no row to carry it. */
export const PLACE: Statement = { name: 'positions-place', text: `SELECT ${HERE} AS ${COLUMN}` }

const wrapped = new Map<string, Pick<Statement, 'name' | 'text'>>()

/** `statement` with one more column, which tells what of the log its rows can contain at most. */
export function positioned(statement: Statement): Statement {
  const { name, text, values } = statement
  let wrapper = wrapped.get(name)
  if (!wrapper) {
    const outer = `SELECT positioned.*, (SELECT ${HERE}) AS ${COLUMN} FROM (\n${text}\n) AS positioned`
    wrapper = { name: `${name}-positioned`, text: outer }
    wrapped.set(name, wrapper)
  }
  return values === undefined ? wrapper : { ...wrapper, values }
}

/** Takes the column off `rows` again; `undefined` where there is no row. */
export function takePosition(rows: QueryResultRow[]): LogPosition | undefined {
  const text = rows[0]?.[COLUMN] as string | undefined
  for (const row of rows) delete row[COLUMN]
  return text === undefined ? undefined : parsePosition(text)
}
