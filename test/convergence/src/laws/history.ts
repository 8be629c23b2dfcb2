import * as fc from 'fast-check'

/** A write of one region to the row, as the specification sees it: what it did, and which writes its writer knew of. */
export interface WriteEvent {
  readonly index: number
  readonly version: bigint
  /** The number of the region. */
  readonly region: number
  readonly inserts: boolean
  readonly knows: EventSet
  /** Decides what was written: each unit derives its part from it. */
  readonly noise: number
}

/** Events by index, as bits. Two rows are joined by joining what they include, so here the laws hold by construction. */
export type EventSet = number

/** What two regions did to one row, and every state the row was in, in either of them. */
export interface History {
  readonly events: readonly WriteEvent[]
  readonly states: readonly EventSet[]
}

/** One step of a region: a write, or the arrival of a state that the row had in the other region at any earlier time. */
interface Step {
  readonly region: 1 | 2
  readonly writes: boolean
  /** Unless it writes: position, modulo their number, of the other region's state that arrives. */
  readonly arrives: number
  /** What the wall clock shows: far too coarse, so that regions stamp the same instant, and it does not always go forward. */
  readonly clock: number
  readonly noise: number
}

const STEPS = { minLength: 3, maxLength: 14 }

const step: fc.Arbitrary<Step> = fc.record({
  region: fc.constantFrom(1, 2),
  writes: fc.constantFrom(true, true, false),
  arrives: fc.noBias(fc.nat({ max: 11 })),
  clock: fc.integer({ min: 1, max: 6 }),
  // Small numbers are no special case here: they would only make histories alike.
  noise: fc.noBias(fc.nat()),
})

/** Any history of a row: writes in both regions, states delivered late, repeatedly, in any order or never. */
export const anyHistory: fc.Arbitrary<History> = fc.array(step, STEPS).map(play)

function play(steps: readonly Step[]): History {
  const events: WriteEvent[] = []
  const states: Record<1 | 2, EventSet[]> = { 1: [], 2: [] }
  for (const { region, writes, arrives, clock, noise } of steps) {
    const known = states[region].at(-1) ?? 0
    const others = states[region === 1 ? 2 : 1]
    if (!writes && others.length > 0) {
      states[region].push(known | (others[arrives % others.length] as EventSet))
    } else {
      const event = write(events, { region, clock, noise, known })
      events.push(event)
      states[region].push(known | (1 << event.index))
    }
  }
  return { events, states: [...states[1], ...states[2]] }
}

function write(
  events: readonly WriteEvent[],
  { region, clock, noise, known }: { region: number; clock: number; noise: number; known: EventSet },
): WriteEvent {
  const latest = highest(included(events, known).map((event) => event.version))
  const instant = Math.max(clock, Number(latest >> 8n) + 1)
  const version = (BigInt(instant) << 8n) | BigInt(region)
  return { index: events.length, version, region, inserts: known === 0, knows: known, noise }
}

/** The same history of a table whose rows are inserted and never change: each region's further writes did not happen. */
export function insertsOf({ events, states }: History): History {
  const inserts = events.filter((event) => event.inserts)
  const kept = inserts.reduce((set, event) => set | (1 << event.index), 0)
  return { events: inserts, states: states.map((state) => state & kept) }
}

/** The events that a state includes. */
export function included(events: readonly WriteEvent[], state: EventSet): readonly WriteEvent[] {
  return events.filter((event) => includes(state, event))
}

/** Whether a state includes an event, or a writer knew of it. */
export function includes(state: EventSet, event: WriteEvent): boolean {
  return ((state >> event.index) & 1) === 1
}

/** The highest of the versions; 0 of none. */
export function highest(versions: readonly bigint[]): bigint {
  return versions.reduce((one, other) => (one > other ? one : other), 0n)
}
