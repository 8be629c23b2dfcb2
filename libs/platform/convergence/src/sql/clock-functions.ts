import { REGION_NUMBERS, type RegionId, VERSION_EPOCH_MS } from '@bicoastal/kernel'
import { LATEST_CLOCK } from './plausible.js'
import { header, type SqlFunction } from './sql-function.js'

/** The functions that issue versions in `region`. */
export function clockFunctions(region: RegionId): readonly SqlFunction[] {
  return [
    {
      name: 'region',
      parameters: '',
      returns: 'smallint',
      language: 'sql',
      volatility: 'IMMUTABLE',
      source: `${header({
        does: 'The number of the region this database belongs to.',
        inputs: 'none.',
        outputs: 'the number that versions issued here carry in their low eight bits.',
        invariants:
          'no two regions share a number; a database restored in another region must get the number of that region.',
      })}SELECT ${REGION_NUMBERS[region]}::smallint\n`,
    },
    {
      name: 'clock',
      parameters: '',
      returns: 'bigint',
      language: 'sql',
      volatility: 'VOLATILE',
      source: `${header({
        does: 'The wall clock.',
        inputs: 'none.',
        outputs: 'microseconds since 2020-01-01 UTC.',
        invariants: 'none: it may jump; tick() makes up for it.',
      })}SELECT ((date_part('epoch', clock_timestamp()) - ${VERSION_EPOCH_MS / 1000}) * 1000000)::bigint\n`,
    },
    {
      name: 'tick',
      parameters: 'last bigint',
      returns: 'bigint',
      language: 'sql',
      volatility: 'VOLATILE',
      source: `${header({
        does: 'Issues the version of a write.',
        inputs: 'last, the highest version in the row that is written; 0 for a new row.',
        outputs: 'a version: microseconds (or one more than those of last) above eight bits of region number.',
        invariants:
          'higher than last, whatever the clock does; two regions never issue the same version. Raises, rather than begin anew, when the numbers are exhausted.',
      })}SELECT (greatest(least(convergence.clock(), ${LATEST_CLOCK}), (last >> 8) + 1) * 256) | convergence.region()\n`,
    },
  ]
}
