import type { ListingState } from './listing-state.js'

const fresh = (h: bigint): ListingState => ({
  h,
  versions: { title: null, price: null, address: null, details: null, weight: null },
  deletedAt: null,
  likes: null,
  views: null,
  state: 'draft',
  stage: null,
})

const rewritten = (h: bigint, version: bigint): ListingState => ({
  ...fresh(h),
  versions: { title: version, price: version, address: version, details: version, weight: version },
})

/** Cases that broke a law once, or would break one by an obvious simplification of the triggers. */
export const KEPT_CASES: Readonly<Record<string, readonly ListingState[]>> = {
  'a row all of whose groups were rewritten, and a later insert of the same key': [
    rewritten(257n, 1537n),
    fresh(514n),
    rewritten(258n, 1538n),
  ],
  'a version that is the insert of one row and a write of another': [
    fresh(769n),
    { ...fresh(257n), versions: { ...fresh(257n).versions, title: 769n } },
    fresh(257n),
  ],
  'the same instant in both regions': [rewritten(257n, 1025n), rewritten(258n, 1026n), rewritten(257n, 1026n)],
  'a tombstone older than every insert': [
    { ...fresh(514n), deletedAt: 257n },
    fresh(769n),
    { ...fresh(257n), deletedAt: 256n },
  ],
}
