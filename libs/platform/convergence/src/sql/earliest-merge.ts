import type { MergePolicy } from '../policies/merge-policy.js'
import { identifier } from './identifier.js'
import type { VersionedUnit } from './versioned-merge.js'

/** The version of what was never written: later than every one that is issued. */
export const NEVER = '9223372036854775807'

/**
 * PL/pgSQL that lets the lower version win; a unit that was never written has the version {@link NEVER}. The merged version is stored
 * as NULL where NULL says the same, so that one state has one representation.
 */
export function earliestMerge({
  columns,
  column,
  version,
  absent,
}: VersionedUnit): Pick<MergePolicy, 'merge' | 'differs' | 'contest'> {
  const keepsOld = `(${version('OLD')}) < (${version('NEW')})`
  const kept = (row: 'OLD' | 'NEW'): string => `NEW.${column} := nullif(nullif(${version(row)}, ${NEVER}), ${absent});`
  return {
    merge: [
      `IF ${keepsOld} THEN`,
      ...columns.map((each) => `  NEW.${identifier(each.name)} := OLD.${identifier(each.name)};`),
      `  ${kept('OLD')}`,
      'ELSE',
      `  ${kept('NEW')}`,
      'END IF;',
    ],
    differs: null,
    contest: { version: (row) => `coalesce(nullif(${version(row)}, ${NEVER}), 0)`, keepsOld, columns },
  }
}
