import { VERSION_EPOCH_MS } from '@bicoastal/kernel'
import type { Row } from '../policies/merge-policy.js'
import { literal } from './identifier.js'
import { highestVersion } from './version-vector.js'

const microseconds = (year: number): bigint => BigInt(Date.UTC(year, 0, 1) - VERSION_EPOCH_MS) * 1000n

/** A clock beyond this (2100) is taken for this: what it issues must stay below {@link REFUSED_VERSION}, also after many writes to one row. */
export const LATEST_CLOCK = microseconds(2100)

/** No row with a version from here on (2200) is let in: a few more and the numbers would be exhausted, and the row never written again. */
export const REFUSED_VERSION = microseconds(2200) << 8n

/** Boolean SQL: versions like those of a row can be issued; NULL for a row that has none. Cheap enough to be asked of every row that arrives. */
export const isPlausible = (row: Row): string => `${highestVersion(row)} < ${REFUSED_VERSION}`

/** PL/pgSQL that refuses an incoming row that is not {@link isPlausible}; the keeper puts it into quarantine. */
export const refuseImplausible = (relation: string): readonly string[] => [
  // Nor is a row without any version.
  `IF (${isPlausible('NEW')}) IS NOT TRUE THEN`,
  `  RAISE EXCEPTION 'a row of % has version %, which no clock can have issued', ${literal(relation)}, ${highestVersion('NEW')}`,
  `    USING ERRCODE = 'datetime_field_overflow', HINT = 'Correct the row in the region that it comes from.';`,
  'END IF;',
]
