import type { AppendOnlyUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { earliestMerge } from '../sql/earliest-merge.js'
import { identifier, literal } from '../sql/identifier.js'
import type { MergePolicyDefinition, Row } from './merge-policy.js'

/**
 * All columns of a table whose rows never change. Where both regions inserted one key with different contents, the earlier row
 * stands, whole. `_v_row` is the version of that insert, NULL where it is `_h`, the later one's.
 */
export const appendOnly: MergePolicyDefinition<AppendOnlyUnit> = {
  faults: () => [],
  of: (unit, table) => {
    const name = `_v_${unit.name}`
    const column = identifier(name)
    const version = (row: Row): string => `coalesce(${row}.${column}, ${row}._h)`
    return {
      bookkeeping: [{ name, type: 'bigint' }],
      adopt: [],
      stampInsert: [`NEW.${column} := NULL;`],
      changed: changed(unit.columns),
      stampUpdate: [
        `RAISE EXCEPTION 'rows of % never change', ${literal(table.name)}`,
        `  USING ERRCODE = 'check_violation', HINT = 'The table is append-only: insert another row that corrects this one.';`,
      ],
      ...earliestMerge({ columns: unit.columns, column, version, absent: 'row_version' }),
    }
  },
}
