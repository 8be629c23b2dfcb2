import * as fc from 'fast-check'
import { LISTING_STATES } from '../fixtures/listing.entity.js'
import { anyHistory, type EventSet, highest, type History, included, insertsOf, type WriteEvent } from './history.js'
import { appendOnlyUnit } from './units/append-only-unit.js'
import { counterUnit } from './units/counter-unit.js'
import { escrowUnit } from './units/escrow-unit.js'
import { firstWriteWinsUnit } from './units/first-write-wins-unit.js'
import { highestUnit } from './units/highest-unit.js'
import { lastWriteWinsUnit } from './units/last-write-wins-unit.js'
import type { Columns, LawUnit } from './units/law-unit.js'
import { setUnit } from './units/set-unit.js'
import { tombstoneUnit } from './units/tombstone-unit.js'

/** A table under test: its units, by the name the conflict inbox knows them by, and what may happen to a row of it. */
export interface LawTable {
  readonly name: 'listings' | 'entries'
  readonly units: Readonly<Record<string, LawUnit>>
  readonly histories: fc.Arbitrary<History>
}

/** Every policy of columns. */
export const LISTINGS: LawTable = {
  name: 'listings',
  histories: anyHistory,
  units: {
    // Two values only: writes that differ in nothing but their versions must not be taken for conflicts.
    title: lastWriteWinsUnit('title', ({ version }) => ({ title: `title ${(version >> 8n) % 2n}` })),
    price: lastWriteWinsUnit('price', ({ version }) => ({ amount: Number(version), currency: `c${version}` })),
    address: lastWriteWinsUnit('address', ({ version }) => ({ street: `street ${version}`, city: `city ${version}` })),
    details: lastWriteWinsUnit('details', ({ version }) => ({
      details: version % 3n === 0n ? null : { by: String(version) },
    })),
    weight: lastWriteWinsUnit('weight', ({ version }) => ({ weight: version % 3n === 0n ? null : `${version}.50` })),
    origin: firstWriteWinsUnit('origin', (write) => ({ origin: write === null ? null : `origin ${write.version}` })),
    likes: counterUnit('likes'),
    views: counterUnit('views'),
    stock: escrowUnit('stock'),
    state: highestUnit('state', LISTING_STATES),
    stage: highestUnit('stage', [null, -2, 0, 3]),
    tags: setUnit('tags'),
    deleted_at: tombstoneUnit('deleted_at'),
  },
}

/** The policy of a whole table. */
export const ENTRIES: LawTable = {
  name: 'entries',
  histories: anyHistory.map(insertsOf),
  units: {
    row: appendOnlyUnit(({ version }) => ({
      amount: Number((version >> 8n) % 2n),
      note: version % 3n === 0n ? null : 'noted',
    })),
  },
}

/** The writes of a unit that a state includes, in the order of their versions. */
export function writesOf(unit: LawUnit, { events }: History, state: EventSet): readonly WriteEvent[] {
  return included(events, state)
    .filter((event) => event.inserts || unit.writes(event))
    .toSorted((one, other) => (one.version < other.version ? -1 : 1))
}

/** The row, without its key, that includes exactly the events of `state`. */
export function rowOf({ units }: LawTable, history: History, state: EventSet): Columns {
  const events = included(history.events, state)
  const h = highest(events.filter((event) => event.inserts).map((event) => event.version))
  const seen = (region: number): string | null => {
    const latest = highest(events.filter((event) => event.region === region).map((event) => event.version))
    const implied = Number(h & 255n) === region ? h : 0n
    return latest === implied ? null : String(latest)
  }
  const columns = Object.values(units).map((unit) => unit.columns(writesOf(unit, history, state), { h }))
  return Object.assign({ _h: String(h), _seen_east: seen(1), _seen_west: seen(2) }, ...columns) as Columns
}
