import type { LogPosition, Milliseconds } from '@bicoastal/kernel'

/** Digits of a revision: the sum of all versions of a row, zero-padded so that text compares as the number does. */
export const REVISION_LENGTH = 40

const SEPARATOR = '|'
const POSITION_AT = REVISION_LENGTH + SEPARATOR.length
const POSITION_LENGTH = 16
const RENEW_AT = POSITION_AT + POSITION_LENGTH + SEPARATOR.length
const RENEW_LENGTH = 12
const BODY_AT = RENEW_AT + RENEW_LENGTH + SEPARATOR.length

/** A value as it lies in Redis. */
export interface StoredValue {
  readonly revision: string
  readonly body: string
  /** A position of this region's log that bounds the state it was read from; 0 where that is unknown. */
  readonly readBefore: LogPosition
}

/** A {@link StoredValue} with the time from which on whoever is shown it should also load it again. */
export interface KeptValue extends StoredValue {
  /** Milliseconds since 1970. */
  readonly renewAt: Milliseconds
}

/** What lies in Redis under a key, as text: `<revision>|<position>|<renew at>|<body>`. */
export function entryOf({ revision, readBefore, renewAt, body }: KeptValue): string {
  const position = readBefore.toString(16).padStart(POSITION_LENGTH, '0')
  const time = Math.round(renewAt).toString(16).padStart(RENEW_LENGTH, '0')
  return `${floorOf(revision)}${position}${SEPARATOR}${time}${SEPARATOR}${body}`
}

/** An entry without a value, `<revision>|`: the row is known to have reached that revision, nothing older may be stored. */
export function floorOf(revision: string): string {
  if (revision.length !== REVISION_LENGTH) {
    throw new RangeError(`A revision has ${REVISION_LENGTH} digits; this one has ${revision.length}.`)
  }
  return `${revision}${SEPARATOR}`
}

/** The value of an entry, `undefined` when the entry is a floor. */
export function valueIn(entry: string): KeptValue | undefined {
  // Entries of an earlier release have JSON in the place of position or time: they are as good as none.
  if (entry.length <= BODY_AT || entry[RENEW_AT - 1] !== SEPARATOR || entry[BODY_AT - 1] !== SEPARATOR) return undefined
  const readBefore = BigInt(`0x${entry.slice(POSITION_AT, RENEW_AT - 1)}`)
  const renewAt = Number.parseInt(entry.slice(RENEW_AT, BODY_AT - 1), 16)
  return { revision: revisionIn(entry), readBefore, renewAt, body: entry.slice(BODY_AT) }
}

/** The revision of an entry. */
export function revisionIn(entry: string): string {
  return entry.slice(0, REVISION_LENGTH)
}
