import { REGION_NUMBERS, REGIONS, type RegionId } from '@bicoastal/kernel'
import { header, type SqlFunction } from './sql-function.js'

/** SQLSTATE of a write that takes more of an escrow than this region has the right to. Of a class that neither SQL nor PostgreSQL uses. */
export const ESCROW_EXCEEDED = 'UE001'

/** The array elements that one region writes: what it minted, what it spent, what it handed to each other region. */
interface Slots {
  readonly region: RegionId
  readonly number: number
  readonly minted: number
  readonly spent: number
  readonly handedTo: ReadonlyMap<RegionId, number>
}

const BY_NUMBER = REGIONS.toSorted((one, other) => REGION_NUMBERS[one] - REGION_NUMBERS[other])

/** Element 1 is the founding quantity; then each region's slots, in the order of their numbers. */
const SLOTS: readonly Slots[] = BY_NUMBER.map((region, index) => {
  const first = 2 + index * (REGIONS.length + 1)
  const others = BY_NUMBER.filter((other) => other !== region)
  return {
    region,
    number: REGION_NUMBERS[region],
    minted: first,
    spent: first + 1,
    handedTo: new Map(others.map((other, place) => [other, first + 2 + place])),
  }
})

const LENGTH = 1 + REGIONS.length * (REGIONS.length + 1)
const PARTS = Array.from({ length: LENGTH }, (_, index) => index + 1)

const part = (parts: string, element: number): string => `coalesce(${parts}[${element}], 0)`

/** The founding quantity, split evenly; what cannot be split goes to the regions with the lowest numbers. */
const share = (index: number): string =>
  `(${part('parts', 1)} / ${REGIONS.length} + CASE WHEN ${part('parts', 1)} % ${REGIONS.length} > ${index} THEN 1 ELSE 0 END)`

function rightsOf({ region, minted, spent, handedTo }: Slots, index: number): string {
  const given = [...handedTo.values()].map((element) => ` - ${part('parts', element)}`)
  const received = SLOTS.flatMap((other) => {
    const element = other.handedTo.get(region)
    return element === undefined ? [] : [` + ${part('parts', element)}`]
  })
  return `${share(index)} + ${part('parts', minted)} - ${part('parts', spent)}${given.join('')}${received.join('')}`
}

const isOwn = (number: number): string => `convergence.region() = ${number}`

/** The new value of every element after a local write: own elements move, everything else stays as it was stored. */
function stamped(): string {
  const elements = new Map<number, string>([[1, part('stored', 1)]])
  for (const { number, minted, spent, handedTo } of SLOTS) {
    elements.set(
      minted,
      `${part('stored', minted)} + CASE WHEN ${isOwn(number)} THEN greatest(difference, 0) ELSE 0 END`,
    )
    elements.set(
      spent,
      `${part('stored', spent)} + CASE WHEN ${isOwn(number)} THEN greatest(-difference, 0) ELSE 0 END`,
    )
    for (const element of handedTo.values()) {
      elements.set(
        element,
        `CASE WHEN ${isOwn(number)} THEN greatest(${part('stored', element)}, ${part('written', element)}) ELSE ${part('stored', element)} END`,
      )
    }
  }
  return PARTS.map((element) => `  ${elements.get(element)}`).join(',\n')
}

/** The functions behind the merge policy `escrow`. Plain SQL that the planner inlines. */
export const ESCROW_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'escrow_found',
    parameters: 'quantity bigint',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Begins an escrow.',
      inputs: 'quantity, what a row is inserted with.',
      outputs: 'parts that hold it as the founding quantity; NULL for 0.',
      invariants: 'the same in every region, so a row inserted by both with the same quantity holds it once.',
    })}SELECT CASE WHEN quantity = 0 THEN NULL ELSE ARRAY[quantity, ${PARTS.slice(1)
      .map(() => '0')
      .join(', ')}]::bigint[] END\n`,
  },
  {
    name: 'escrow_stamp',
    parameters: 'stored bigint[], written bigint[], difference bigint',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'What a local write makes of an escrow.',
      inputs:
        'stored, the parts before; written, the parts as the writer gave them; difference, how the value changes.',
      outputs: 'the new parts; the very same parts when nothing of this region changes.',
      invariants:
        'only elements of this region change, and they never fall; of written, only what it hands over counts.',
    })}SELECT CASE WHEN difference = 0 AND (written = stored OR (written IS NULL AND stored IS NULL)) THEN stored ELSE ARRAY[\n${stamped()}\n] END\n`,
  },
  {
    name: 'escrow_hand_over',
    parameters: 'parts bigint[], recipient integer, quantity bigint',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Hands rights of this region to another one; for UPDATE ... SET <parts> = escrow_hand_over(<parts>, ...).',
      inputs: 'parts of an escrow; recipient, the number of the other region; quantity, how much, not below 0.',
      outputs: 'the parts with the hand-over noted; unchanged where recipient is this region or none.',
      invariants: 'the sum over all regions stays the same; the stamp trigger refuses more than this region holds.',
    })}SELECT ARRAY[${PARTS.map((element) => {
      const slot = SLOTS.flatMap(({ number, handedTo }) =>
        [...handedTo].filter(([, each]) => each === element).map(([to]) => ({ from: number, to: REGION_NUMBERS[to] })),
      )[0]
      return slot === undefined
        ? part('parts', element)
        : `${part('parts', element)} + CASE WHEN ${isOwn(slot.from)} AND recipient = ${slot.to} THEN greatest(quantity, 0) ELSE 0 END`
    }).join(', ')}]\n`,
  },
  {
    name: 'escrow_merge',
    parameters: 'one bigint[], other bigint[]',
    returns: 'bigint[]',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Joins two states of an escrow.',
      inputs: 'the parts of two escrows; NULL: nothing happened yet.',
      outputs: 'the larger of each part; NULL when both are.',
      invariants: 'commutative, associative, idempotent.',
    })}SELECT CASE WHEN one IS NULL THEN other WHEN other IS NULL THEN one ELSE ARRAY[${PARTS.map(
      (element) => `greatest(one[${element}], other[${element}])`,
    ).join(', ')}] END\n`,
  },
  {
    name: 'escrow_value',
    parameters: 'parts bigint[]',
    returns: 'numeric',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'What all regions together may still spend.',
      inputs: 'the parts of an escrow; NULL: nothing.',
      outputs: 'founded and minted minus spent, as numeric so that no sum overflows.',
      invariants: 'never NULL; the sum of the rights of all regions.',
    })}SELECT ${part('parts', 1)}::numeric + ${SLOTS.map(({ minted, spent }) => `${part('parts', minted)} - ${part('parts', spent)}`).join(' + ')}\n`,
  },
  {
    name: 'escrow_rights',
    parameters: 'parts bigint[], region integer',
    returns: 'bigint',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'What one region may spend without asking anybody.',
      inputs: 'the parts of an escrow; the number of a region.',
      outputs: 'its share of the founding quantity, what it minted and received, minus what it spent and handed over.',
      invariants:
        'for the own region exact; for another one at least as much as it has not spent yet, as far as is known here.',
    })}SELECT CASE region ${SLOTS.map((slots, index) => `WHEN ${slots.number} THEN ${rightsOf(slots, index)}`).join('\n  ')} ELSE 0 END\n`,
  },
]

/** SQL for the array element that holds what `from` has handed to `to`, in all, in the parts `parts`. */
export function handedOver(parts: string, from: RegionId, to: RegionId): string {
  const element = SLOTS.find(({ region }) => region === from)?.handedTo.get(to)
  if (element === undefined) throw new RangeError(`The region ${from} hands nothing to ${to}.`)
  return part(parts, element)
}
