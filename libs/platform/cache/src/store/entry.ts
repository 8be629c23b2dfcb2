import type { LogPosition } from '@bicoastal/kernel'

/** Digits of a revision: the sum of all versions of a row, zero-padded so that text compares as the number does. */
export const REVISION_LENGTH = 40

const SEPARATOR = '|'
const POSITION_AT = REVISION_LENGTH + SEPARATOR.length
const POSITION_LENGTH = 16
const BODY_AT = POSITION_AT + POSITION_LENGTH + SEPARATOR.length

/** A value as it lies in Redis. */
export interface StoredValue {
  readonly revision: string
  readonly body: string
  /** A position of this region's log that bounds the state it was read from; 0 where that is unknown. */
  readonly readBefore: LogPosition
}

/** What lies in Redis under a key, as text: `<revision>|<position>|<body>`. */
export function entryOf({ revision, readBefore, body }: StoredValue): string {
  return `${floorOf(revision)}${readBefore.toString(16).padStart(POSITION_LENGTH, '0')}${SEPARATOR}${body}`
}

/** An entry without a value, `<revision>|`: the row is known to have reached that revision, nothing older may be stored. */
export function floorOf(revision: string): string {
  if (revision.length !== REVISION_LENGTH) {
    throw new RangeError(`A revision has ${REVISION_LENGTH} digits; this one has ${revision.length}.`)
  }
  return `${revision}${SEPARATOR}`
}

/** The value of an entry, `undefined` when the entry is a floor. */
export function valueIn(entry: string): StoredValue | undefined {
  // Entries of an earlier release have no position, and start with JSON in its place: they are as good as none.
  if (entry.length <= BODY_AT || entry[BODY_AT - 1] !== SEPARATOR) return undefined
  const readBefore = BigInt(`0x${entry.slice(POSITION_AT, BODY_AT - 1)}`)
  return { revision: revisionIn(entry), readBefore, body: entry.slice(BODY_AT) }
}

/** The revision of an entry. */
export function revisionIn(entry: string): string {
  return entry.slice(0, REVISION_LENGTH)
}
