import { header, type SqlFunction } from '../../sql/sql-function.js'

/** Behind the trigger that the keeper puts on a table whose copy cannot succeed. */
export const SKIP_COPY: SqlFunction = {
  name: 'skip_copy',
  parameters: '',
  returns: 'trigger',
  language: 'plpgsql',
  volatility: 'VOLATILE',
  source: `${header({
    does: 'Lets the copy of a table end without its rows: one of them does not fit here, and would fail the copy for ever.',
    inputs: 'NEW, a row that arrives from the peer.',
    outputs: 'NULL in the worker that copies the table, NEW in every other.',
    invariants:
      'the keeper fetches all that differs when the trigger is gone; until then the trigger itself says that it must.',
  })}BEGIN
  IF coalesce(current_setting('convergence.copies', true), '') = '' THEN
    PERFORM set_config('convergence.copies', coalesce((SELECT a.backend_type LIKE '%tablesync%' FROM pg_stat_activity AS a
      WHERE a.pid = pg_backend_pid()), false)::text, false);
  END IF;
  IF current_setting('convergence.copies') = 'true' THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END\n`,
}
