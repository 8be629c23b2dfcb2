import type { LastWriteWinsUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { identifier } from '../sql/identifier.js'
import { versionedMerge } from '../sql/versioned-merge.js'
import { resent } from '../sql/resent.js'
import type { MergePolicyDefinition, Row } from './merge-policy.js'

/**
 * The later write wins, for a group of columns at once. `_v_<group>` is the version of the group's last write; NULL means that
 * it is the insert's, `_h`, which keeps rows that were never updated small.
 */
export const lastWriteWins: MergePolicyDefinition<LastWriteWinsUnit> = {
  faults: () => [],
  of: (unit) => {
    const name = `_v_${unit.name}`
    const column = identifier(name)
    const version = (row: Row): string => `coalesce(${row}.${column}, ${row}._h)`
    return {
      // NULL would date a value that nobody ever wrote, and let it win.
      bookkeeping: [{ name, type: 'bigint', unwritten: '0' }],
      adopt: [],
      stampInsert: [`NEW.${column} := NULL;`],
      changed: changed(unit.columns),
      stampUpdate: [`NEW.${column} := version;`, ...resent(unit.columns)],
      ...versionedMerge({ columns: unit.columns, column, version, absent: 'row_version' }),
    }
  },
}
