import type { LastWriteWinsUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { identifier } from '../sql/identifier.js'
import { versionedMerge } from '../sql/versioned-merge.js'
import { resent } from '../sql/resent.js'
import { integerOf } from '../model/row-image.js'
import type { MergePolicyDefinition } from './merge-policy.js'

/**
 * The later write wins, for a group of columns at once. `_v_<group>` is the version of the group's last write; NULL means that
 * it is the insert's, `_h`, which keeps rows that were never updated small.
 */
export const lastWriteWins: MergePolicyDefinition<LastWriteWinsUnit> = {
  faults: () => [],
  of: (unit) => {
    const name = `_v_${unit.name}`
    const column = identifier(name)
    const version = (row: string): string => `coalesce(${row}.${column}, ${row}._h)`
    return {
      bookkeeping: [{ name, type: 'bigint' }],
      versions: [name],
      adopt: [],
      stampInsert: [`NEW.${column} := NULL;`],
      stampUpdate: [
        `IF ${changed(unit.columns)} THEN`,
        `  NEW.${column} := version;`,
        ...resent(unit.columns).map((line) => `  ${line}`),
        'ELSE',
        `  NEW.${column} := OLD.${column};`,
        'END IF;',
      ],
      dominates: (one, other) => `${version(one)} >= ${version(other)}`,
      merge: versionedMerge({ columns: unit.columns, column, version, absent: 'row_version' }),
      revision: version,
      revisionOf: (image) => integerOf(image, name) ?? integerOf(image, '_h') ?? 0n,
    }
  },
}
