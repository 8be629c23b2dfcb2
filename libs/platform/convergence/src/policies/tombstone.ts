import type { TombstoneUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { identifier } from '../sql/identifier.js'
import { versionedMerge } from '../sql/versioned-merge.js'
import type { MergePolicyDefinition, Row } from './merge-policy.js'

/**
 * Of deleting and restoring, the later wins. Unlike `lastWriteWins`, an insert does not count as a write: `_v_<column>` is
 * NULL (version 0) until the row is deleted for the first time. Otherwise a request that is repeated in the other
 * region, and inserts the same key there, would raise from the dead what was deleted here meanwhile.
 */
export const tombstone: MergePolicyDefinition<TombstoneUnit> = {
  faults: () => [],
  of: (unit) => {
    const name = `_v_${unit.name}`
    const column = identifier(name)
    const isSet = (row: string): string =>
      unit.columns.map((each) => `${row}${identifier(each.name)} IS NOT NULL`).join(' OR ')
    const version = (row: Row): string => `coalesce(${row}.${column}, 0)`
    return {
      bookkeeping: [{ name, type: 'bigint' }],
      adopt: [`${column} = CASE WHEN ${isSet('')} THEN _h END`],
      stampInsert: [`NEW.${column} := CASE WHEN ${isSet('NEW.')} THEN NEW._h END;`],
      changed: changed(unit.columns),
      stampUpdate: [`NEW.${column} := version;`],
      ...versionedMerge({ columns: unit.columns, column, version, absent: '0' }),
    }
  },
}
