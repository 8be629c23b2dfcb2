import { REGION_NUMBERS, REGIONS } from '@bicoastal/kernel'
import { header, type SqlFunction } from './sql-function.js'

/** One region's two array elements: what it added, what it took away. Arrays are as long as there are regions, times two. */
const SLOTS = REGIONS.map((region) => REGION_NUMBERS[region])
  .toSorted((one, other) => one - other)
  .map((number) => ({ number, added: 2 * number - 1, taken: 2 * number }))

const PARTS = SLOTS.flatMap(({ added, taken }) => [added, taken])

/** The functions behind the merge policy `counter`. Plain SQL that the planner inlines into the trigger functions. */
export const COUNTER_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'counter_add',
    parameters: 'parts bigint[], difference bigint',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Adds to a counter what this region counted.',
      inputs: 'parts, per region what it added and what it took away (NULL: nothing); difference, what is added now.',
      outputs: 'the new parts; the very same parts when the difference is 0.',
      invariants: 'only the elements of this region change, and they never fall.',
    })}SELECT CASE WHEN difference = 0 THEN parts ELSE ARRAY[
${SLOTS.map(
  ({ number, added, taken }) =>
    `  coalesce(parts[${added}], 0) + CASE WHEN convergence.region() = ${number} AND difference > 0 THEN difference ELSE 0 END,\n` +
    `  coalesce(parts[${taken}], 0) - CASE WHEN convergence.region() = ${number} AND difference < 0 THEN difference ELSE 0 END`,
).join(',\n')}
] END\n`,
  },
  {
    name: 'counter_merge',
    parameters: 'one bigint[], other bigint[]',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Joins two states of a counter.',
      inputs: 'the parts of two counters; NULL: nothing counted.',
      outputs: 'the larger of each part; NULL when both are.',
      invariants: 'commutative, associative, idempotent; covers both inputs.',
    })}SELECT CASE WHEN one IS NULL THEN other WHEN other IS NULL THEN one ELSE ARRAY[${PARTS.map(
      (part) => `greatest(one[${part}], other[${part}])`,
    ).join(', ')}] END\n`,
  },
  {
    name: 'counter_value',
    parameters: 'parts bigint[]',
    returns: 'numeric',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'What a counter says.',
      inputs: 'the parts of a counter; NULL: nothing counted.',
      outputs: 'everything added minus everything taken away, as numeric so that no sum overflows.',
      invariants: 'never NULL.',
    })}SELECT ${SLOTS.map(({ added, taken }) => `coalesce(parts[${added}], 0)::numeric - coalesce(parts[${taken}], 0)`).join(' + ')}\n`,
  },
]
