import type { RegionId } from '@bicoastal/kernel'
import { componentOf } from './sql/version-vector.js'

/**
 * SQL, never NULL, for a row of a replicated table found under `alias`: the highest version that `region` issued for the row
 * and that the row includes; 0 for none. A row that includes a version includes everything that region wrote to it before.
 */
export function seenExpression(alias: string, region: RegionId): string {
  return componentOf(alias, region)
}
