import type { ReplicatedColumn } from '../model/replicated-table.js'
import type { MergePolicy, Row } from '../policies/merge-policy.js'
import { identifier } from './identifier.js'

/** A unit whose state is one version. */
export interface VersionedUnit {
  readonly columns: readonly ReplicatedColumn[]
  /** The bookkeeping column, as SQL. */
  readonly column: string
  /** The unit's version in a row, as SQL that is never NULL. */
  readonly version: (row: Row) => string
  /** The version that NULL stands for in the merged row, as SQL. */
  readonly absent: string
}

/**
 * PL/pgSQL that lets the higher version win. The merged version is stored as NULL where NULL says the same, so that one state
 * has one representation and two regions that agree are equal byte by byte, whichever way they came to agree.
 */
export function versionedMerge({
  columns,
  column,
  version,
  absent,
}: VersionedUnit): Pick<MergePolicy, 'merge' | 'differs' | 'contest'> {
  const keepsOld = `${version('OLD')} > ${version('NEW')}`
  return {
    merge: [
      `IF ${keepsOld} THEN`,
      ...columns.map((each) => `  NEW.${identifier(each.name)} := OLD.${identifier(each.name)};`),
      `  NEW.${column} := nullif(${version('OLD')}, ${absent});`,
      'ELSE',
      `  NEW.${column} := nullif(${version('NEW')}, ${absent});`,
      'END IF;',
    ],
    differs: `OLD._h IS DISTINCT FROM NEW._h OR OLD.${column} IS DISTINCT FROM NEW.${column}`,
    contest: { version, keepsOld, columns },
  }
}
