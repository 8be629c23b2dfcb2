import type { RegionId } from '@bicoastal/kernel'
import type { RowDigest } from './row-digests.js'
import type { RowKey } from './row-text.js'

/** A row whose digests differ; `null` where a region does not have it. */
export interface DifferingRow extends Readonly<Record<RegionId, string | null>> {
  readonly place: string
  readonly key: RowKey
}

/** Pairs up two streams of rows in the order of their place, and yields what differs. Holds one row of each. */
export async function* differingRows(
  east: AsyncIterable<RowDigest>,
  west: AsyncIterable<RowDigest>,
): AsyncGenerator<DifferingRow> {
  const inEast = east[Symbol.asyncIterator]()
  const inWest = west[Symbol.asyncIterator]()
  let [one, other] = await Promise.all([inEast.next(), inWest.next()])
  while (one.done !== true || other.done !== true) {
    const order = one.done === true ? 1 : other.done === true ? -1 : compare(one.value.place, other.value.place)
    if (order < 0 && one.done !== true) {
      yield { place: one.value.place, key: one.value.key, east: one.value.digest, west: null }
      one = await inEast.next()
    } else if (order > 0 && other.done !== true) {
      yield { place: other.value.place, key: other.value.key, east: null, west: other.value.digest }
      other = await inWest.next()
    } else if (one.done !== true && other.done !== true) {
      const { place, key, digest } = one.value
      if (digest !== other.value.digest) yield { place, key, east: digest, west: other.value.digest }
      ;[one, other] = await Promise.all([inEast.next(), inWest.next()])
    }
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
