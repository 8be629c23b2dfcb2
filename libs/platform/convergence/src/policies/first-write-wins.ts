import type { FirstWriteWinsUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { earliestMerge, NEVER } from '../sql/earliest-merge.js'
import { identifier, literal } from '../sql/identifier.js'
import { resent } from '../sql/resent.js'
import type { MergePolicyDefinition, Row } from './merge-policy.js'

/**
 * The earlier write wins, for a group of columns at once: what was written first is a fact, and a local write that would change it is
 * refused. The group is unwritten while all its columns are NULL. `_v_<group>` is the version of the first write, NULL where that
 * is the insert's, `_h`.
 */
export const firstWriteWins: MergePolicyDefinition<FirstWriteWinsUnit> = {
  faults: () => [],
  of: (unit, table) => {
    const name = `_v_${unit.name}`
    const column = identifier(name)
    const isWritten = (row: Row): string =>
      unit.columns.map((each) => `${row}.${identifier(each.name)} IS NOT NULL`).join(' OR ')
    // In parentheses: PL/pgSQL reads the condition of an IF up to the first THEN it sees outside of them.
    const version = (row: Row): string =>
      `(CASE WHEN ${isWritten(row)} THEN coalesce(${row}.${column}, ${row}._h) ELSE ${NEVER} END)`
    return {
      bookkeeping: [{ name, type: 'bigint' }],
      adopt: [],
      stampInsert: [`NEW.${column} := NULL;`],
      changed: changed(unit.columns),
      stampUpdate: [
        `IF ${isWritten('OLD')} THEN`,
        `  RAISE EXCEPTION '% is written and stays as it is', ${literal(`${table.name}.${unit.name}`)}`,
        `    USING ERRCODE = 'check_violation', HINT = 'It merges as firstWriteWins(): the first value is final.';`,
        'END IF;',
        `NEW.${column} := version;`,
        ...resent(unit.columns),
      ],
      ...earliestMerge({ columns: unit.columns, column, version, absent: 'row_version' }),
    }
  },
}
