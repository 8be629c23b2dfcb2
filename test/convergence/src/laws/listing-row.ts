import { LISTING_STATES } from '../fixtures/listing.entity.js'
import { type EventSet, highest, type History, included, type WriteEvent } from './history.js'
import { counterUnit } from './units/counter-unit.js'
import { highestUnit } from './units/highest-unit.js'
import { lastWriteWinsUnit } from './units/last-write-wins-unit.js'
import type { Columns, LawUnit } from './units/law-unit.js'
import { setUnit } from './units/set-unit.js'
import { tombstoneUnit } from './units/tombstone-unit.js'

/** Every unit of the table `listings`, by the name the conflict inbox knows it by. */
export const LISTING_UNITS: Readonly<Record<string, LawUnit>> = {
  // Two values only: writes that differ in nothing but their versions must not be taken for conflicts.
  title: lastWriteWinsUnit('title', ({ version }) => ({ title: `title ${(version >> 8n) % 2n}` })),
  price: lastWriteWinsUnit('price', ({ version }) => ({ amount: Number(version), currency: `c${version}` })),
  address: lastWriteWinsUnit('address', ({ version }) => ({ street: `street ${version}`, city: `city ${version}` })),
  details: lastWriteWinsUnit('details', ({ version }) => ({
    details: version % 3n === 0n ? null : { by: String(version) },
  })),
  weight: lastWriteWinsUnit('weight', ({ version }) => ({ weight: version % 3n === 0n ? null : `${version}.50` })),
  likes: counterUnit('likes'),
  views: counterUnit('views'),
  state: highestUnit('state', LISTING_STATES),
  stage: highestUnit('stage', [null, -2, 0, 3]),
  tags: setUnit('tags'),
  deleted_at: tombstoneUnit('deleted_at'),
}

/** The writes of a unit that a state includes, in the order of their versions. */
export function writesOf(unit: LawUnit, { events }: History, state: EventSet): readonly WriteEvent[] {
  return included(events, state)
    .filter((event) => event.inserts || unit.writes(event))
    .toSorted((one, other) => (one.version < other.version ? -1 : 1))
}

/** The row, without its key, that includes exactly the events of `state`. */
export function listingRow(history: History, state: EventSet): Columns {
  const events = included(history.events, state)
  const h = highest(events.filter((event) => event.inserts).map((event) => event.version))
  const seen = (region: number): string | null => {
    const latest = highest(events.filter((event) => event.region === region).map((event) => event.version))
    const implied = Number(h & 255n) === region ? h : 0n
    return latest === implied ? null : String(latest)
  }
  const units = Object.values(LISTING_UNITS).map((unit) => unit.columns(writesOf(unit, history, state), { h }))
  return Object.assign({ _h: String(h), _seen_east: seen(1), _seen_west: seen(2) }, ...units) as Columns
}
