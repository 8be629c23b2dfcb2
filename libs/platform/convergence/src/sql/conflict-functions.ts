import { header, type SqlFunction } from './sql-function.js'

/** How merges fill the conflict inbox. */
export const CONFLICT_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'log_conflict',
    parameters:
      'table_schema text, table_name text, key json, unit text, policy text, keeps_old boolean, ' +
      'old json, old_version bigint, new json, new_version bigint',
    returns: 'boolean',
    language: 'plpgsql',
    volatility: 'VOLATILE',
    source: `${header({
      does: 'Notes in the conflict inbox that a merge keeps one of two concurrent writes.',
      inputs:
        'where it happened; keeps_old, whether the stored value wins; both values as objects of columns (NULL: too large to keep) and both versions.',
      outputs: 'whether it was noted.',
      invariants:
        'never raises, for a merge must not fail: what cannot be noted is warned of in the log of the server.',
    })}DECLARE
  winner json := CASE WHEN keeps_old THEN old ELSE new END;
  loser json := CASE WHEN keeps_old THEN new ELSE old END;
  winner_version bigint := CASE WHEN keeps_old THEN old_version ELSE new_version END;
  loser_version bigint := CASE WHEN keeps_old THEN new_version ELSE old_version END;
BEGIN
  INSERT INTO convergence.conflicts
    (table_schema, table_name, key, unit, policy, winner, loser, winner_version, loser_version)
  VALUES (table_schema, table_name, key, unit, policy, winner, loser, winner_version, loser_version);
  RETURN true;
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'a conflict in %.% % (%) could not be noted: %', table_schema, table_name, key, unit, SQLERRM;
  RETURN false;
END\n`,
  },
]
