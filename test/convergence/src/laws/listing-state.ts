import * as fc from 'fast-check'
import { LISTING_STATES } from '../fixtures/listing.entity.js'

/** A row of `listings` without its key, as a CRDT state: what it holds follows from its versions, so equal versions mean equal values. */
export interface ListingState {
  readonly h: bigint
  readonly versions: Readonly<Record<VersionedGroup, bigint | null>>
  readonly deletedAt: bigint | null
  readonly likes: readonly bigint[] | null
  readonly views: readonly bigint[] | null
  readonly state: string
  readonly stage: number | null
}

const VERSIONED_GROUPS = ['title', 'price', 'address', 'details', 'weight'] as const

type VersionedGroup = (typeof VERSIONED_GROUPS)[number]

const version = (instant: number, region: number): bigint => (BigInt(instant) << 8n) | BigInt(region)
const anyVersion = (from: number, to: number): fc.Arbitrary<bigint> =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.constantFrom(1, 2))
    .map(([instant, region]) => version(instant, region))

/** Few instants, so that ties and equal versions are common. A group's own version is later than every insert's. */
const writtenLater = fc.option(anyVersion(3, 6), { nil: null })
const parts = fc.option(
  fc
    .tuple(...Array.from({ length: 4 }, () => fc.bigInt({ min: 0n, max: 4n })))
    .filter((all) => all.some((part) => part > 0n)),
  { nil: null },
)

/** Any state that a row can reach, in the one representation it has. */
export const anyState: fc.Arbitrary<ListingState> = fc.record({
  h: anyVersion(1, 2),
  versions: fc.record({
    title: writtenLater,
    price: writtenLater,
    address: writtenLater,
    details: writtenLater,
    weight: writtenLater,
  }),
  deletedAt: fc.option(anyVersion(1, 6), { nil: null }),
  likes: parts,
  views: parts,
  state: fc.constantFrom(...LISTING_STATES),
  stage: fc.option(fc.integer({ min: -2, max: 3 }), { nil: null }),
})

/** The join of states, said once more without SQL. */
export function joined(states: readonly ListingState[]): ListingState {
  const h = highest(states.map((state) => state.h))
  const ofGroup = (group: VersionedGroup): bigint | null => {
    const latest = highest(states.map((state) => state.versions[group] ?? state.h))
    return latest === h ? null : latest
  }
  const stages = states.flatMap((state) => (state.stage === null ? [] : [state.stage]))
  const tombstones = states.flatMap((state) => (state.deletedAt === null ? [] : [state.deletedAt]))
  return {
    h,
    versions: {
      title: ofGroup('title'),
      price: ofGroup('price'),
      address: ofGroup('address'),
      details: ofGroup('details'),
      weight: ofGroup('weight'),
    },
    deletedAt: tombstones.length === 0 ? null : highest(tombstones),
    likes: joinedParts(states.map((state) => state.likes)),
    views: joinedParts(states.map((state) => state.views)),
    state: LISTING_STATES[
      Math.max(...states.map((state) => LISTING_STATES.findIndex((each) => each === state.state)))
    ] as string,
    stage: stages.length === 0 ? null : Math.max(...stages),
  }
}

function highest(versions: readonly bigint[]): bigint {
  return versions.reduce((one, other) => (one > other ? one : other))
}

function joinedParts(all: readonly (readonly bigint[] | null)[]): readonly bigint[] | null {
  const counted = all.flatMap((each) => (each === null ? [] : [each]))
  if (counted.length === 0) return null
  return [0, 1, 2, 3].map((part) => highest(counted.map((each) => each[part] ?? 0n)))
}

/** The row as `jsonb_populate_recordset` takes it. Numbers are text: JSON's would lose digits. */
export function rowOf(state: ListingState): Readonly<Record<string, unknown>> {
  const by = (group: VersionedGroup): bigint => state.versions[group] ?? state.h
  const restored = state.deletedAt === null || state.deletedAt % 2n === 0n
  return {
    title: `title ${by('title')}`,
    amount: Number(by('price')),
    currency: `c${by('price')}`,
    street: `street ${by('address')}`,
    city: `city ${by('address')}`,
    details: by('details') % 3n === 0n ? null : { by: String(by('details')) },
    weight: by('weight') % 3n === 0n ? null : `${by('weight')}.50`,
    likes: Number(valueOf(state.likes)),
    views: String(valueOf(state.views)),
    state: state.state,
    stage: state.stage,
    deleted_at: restored ? null : new Date(Number(state.deletedAt)).toISOString(),
    _h: String(state.h),
    ...Object.fromEntries(VERSIONED_GROUPS.map((group) => [`_v_${group}`, state.versions[group]?.toString() ?? null])),
    _v_deleted_at: state.deletedAt?.toString() ?? null,
    _n_likes: state.likes?.map(String) ?? null,
    _n_views: state.views?.map(String) ?? null,
  }
}

function valueOf(counted: readonly bigint[] | null): bigint {
  const [a = 0n, b = 0n, c = 0n, d = 0n] = counted ?? []
  return a - b + c - d
}
