import { header, type SqlFunction } from './sql-function.js'

/** Refuses what would part the regions: physical deletion of rows of a replicated table. */
export const REFUSE_DELETE: SqlFunction = {
  name: 'refuse_delete',
  parameters: '',
  returns: 'trigger',
  language: 'plpgsql',
  volatility: 'VOLATILE',
  source: `${header({
    does: 'Trigger before a local DELETE or TRUNCATE of a replicated table.',
    inputs: 'the table.',
    outputs: 'none, it always raises feature_not_supported.',
    invariants: 'a row that is physically gone in one region and updated in the other would be lost on one side only.',
  })}BEGIN
  RAISE EXCEPTION '% of rows of %.% is refused: the table is replicated', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'feature_not_supported', HINT = 'Set the tombstone instead, for example deleted_at = now().';
END\n`,
}
