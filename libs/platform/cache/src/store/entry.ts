/** Digits of a revision: the sum of all versions of a row, zero-padded so that text compares as the number does. */
export const REVISION_LENGTH = 40

const SEPARATOR = '|'
const BODY_AT = REVISION_LENGTH + SEPARATOR.length

/**
 * What lies in Redis under a key, as text: `<revision>|<body>`. Without a body it is a floor: the row is known to have
 * reached that revision, and nothing older may be stored.
 */
export function entryOf(revision: string, body: string): string {
  if (revision.length !== REVISION_LENGTH) {
    throw new RangeError(`A revision has ${REVISION_LENGTH} digits; this one has ${revision.length}.`)
  }
  return `${revision}${SEPARATOR}${body}`
}

/** The body of an entry, `undefined` when the entry is a floor. */
export function bodyOf(entry: string): string | undefined {
  return entry.length > BODY_AT ? entry.slice(BODY_AT) : undefined
}

/** The revision of an entry. */
export function revisionIn(entry: string): string {
  return entry.slice(0, REVISION_LENGTH)
}
