/** Names of the two regions of the model. */
export type Side = 0 | 1

/** The row of the claimed value as one region has it. */
interface Row {
  readonly holder: string
  /** Of the insert that the holder comes from; the lower one wins. */
  readonly version: number
  /** Per region, how many of its writes to the row this one includes. */
  readonly seen: readonly [number, number]
  readonly confirmed: boolean
}

/** Somebody who claimed in a region and wants to know whose the value is. */
interface Claimant {
  readonly side: Side
  readonly holder: string
  told: 'confirmed' | 'lost' | null
}

/** A question on its way to the peer, or its answer on its way back. */
interface Message {
  readonly claimant: Claimant
  readonly includes: number
  readonly answer: number | null
}

interface Region {
  row: Row | null
  /** A transaction that has inserted the row and not committed; it holds the key. */
  open: Row | null
  /** Rows as they were committed here, not yet applied by the peer, oldest first. */
  readonly stream: Row[]
}

/** What the protocol may be weakened by, to see that the model notices. */
export interface Weakness {
  /** The peer answers without waiting until it knows of the claim. */
  readonly peerDoesNotWait?: boolean
  /** The claimant decides without waiting for what the peer had written. */
  readonly claimantDoesNotWait?: boolean
}

/** One thing that can happen next. */
export interface Move {
  readonly name: string
  readonly make: () => void
}

/**
 * The claim protocol with nothing but what can go wrong in it: open transactions, replication that is as slow as it likes, messages that are
 * lost, late or answered twice, processes that die and begin again, clocks that agree on nothing.
 */
export class ClaimModel {
  readonly #regions: readonly [Region, Region] = [
    { row: null, open: null, stream: [] },
    { row: null, open: null, stream: [] },
  ]
  readonly claimants: Claimant[] = []
  readonly #messages: Message[] = []

  /** @param clocks the version of the n-th insert, whatever the region. */
  constructor(
    private readonly clocks: readonly number[],
    private readonly weakness: Weakness = {},
  ) {}

  /** Everything that can happen now. */
  moves(): Move[] {
    return [...([0, 1] as const).flatMap((side) => this.#movesOf(side)), ...this.#messageMoves()]
  }

  /** Those who were told that the value is theirs. */
  owners(): string[] {
    return this.claimants.filter(({ told }) => told === 'confirmed').map(({ holder }) => holder)
  }

  /** Lets everything arrive and everybody ask until they know. */
  settle(): void {
    for (let round = 0; round < 100 && this.claimants.some(({ told }) => told === null); round += 1) {
      for (const side of [0, 1] as const) this.#commit(side)
      this.#deliverAll()
      for (const claimant of this.claimants) this.#ask(claimant)
      while (this.#messages.length > 0) {
        this.#deliverAll()
        this.#advance(this.#messages[0] as Message)
      }
    }
    this.#deliverAll()
  }

  /** The rows of both regions. */
  rows(): readonly (Row | null)[] {
    return this.#regions.map(({ row }) => row)
  }

  #movesOf(side: Side): Move[] {
    const { row, open } = this.#regions[side]
    const peer = this.#regions[1 - side] as Region
    const moves: Move[] = []
    if (row === null && open === null && this.claimants.length < this.clocks.length) {
      moves.push({ name: `begin ${side}`, make: () => this.#begin(side) })
    }
    if (open !== null) {
      moves.push({ name: `commit ${side}`, make: () => this.#commit(side) })
      moves.push({ name: `roll back ${side}`, make: () => void (this.#regions[side].open = null) })
    }
    // The key is locked by a transaction that is open: what arrives waits for it.
    if (peer.stream.length > 0 && open === null) moves.push({ name: `apply ${side}`, make: () => this.#apply(side) })
    for (const claimant of this.claimants.filter((each) => each.side === side && each.told === null)) {
      moves.push({ name: `ask ${side}`, make: () => this.#ask(claimant) })
    }
    return moves
  }

  #messageMoves(): Move[] {
    return this.#messages.flatMap((message) => [
      { name: 'message', make: () => this.#advance(message) },
      { name: 'message, again', make: () => this.#advance(message, true) },
      { name: 'loss', make: () => this.#remove(message) },
    ])
  }

  #begin(side: Side): void {
    const version = this.clocks[this.claimants.length] as number
    const holder = `${side}.${this.claimants.length}`
    this.#regions[side].open = { holder, version: version * 2 + side, seen: seenOf(side, 1), confirmed: false }
  }

  #commit(side: Side): void {
    const region = this.#regions[side]
    if (region.open === null) return
    this.claimants.push({ side, holder: region.open.holder, told: null })
    region.row = region.open
    region.stream.push(region.open)
    region.open = null
  }

  #apply(side: Side): void {
    const region = this.#regions[side]
    const incoming = (this.#regions[1 - side] as Region).stream.shift()
    if (incoming !== undefined) region.row = region.row === null ? incoming : join(region.row, incoming)
  }

  #deliverAll(): void {
    for (const side of [0, 1] as const) {
      while ((this.#regions[1 - side] as Region).stream.length > 0 && this.#regions[side].open === null)
        this.#apply(side)
    }
  }

  #ask(claimant: Claimant): void {
    const { row } = this.#regions[claimant.side]
    if (row === null || claimant.told !== null) return
    if (row.holder !== claimant.holder) claimant.told = 'lost'
    else if (row.confirmed) claimant.told = 'confirmed'
    else this.#messages.push({ claimant, includes: row.seen[claimant.side], answer: null })
  }

  /** The message goes on where it may; one that has to wait stays where it is. */
  #advance(message: Message, twice = false): void {
    const { claimant, includes, answer } = message
    const peer = (1 - claimant.side) as Side
    if (answer === null) {
      const known = this.#regions[peer].row?.seen ?? [0, 0]
      if (known[claimant.side] < includes && !this.weakness.peerDoesNotWait) return
      if (!twice) this.#remove(message)
      this.#messages.push({ claimant, includes, answer: known[peer] })
      return
    }
    const region = this.#regions[claimant.side]
    if ((region.row?.seen[peer] ?? 0) < answer && !this.weakness.claimantDoesNotWait) return
    if (!twice) this.#remove(message)
    this.#conclude(claimant, region)
  }

  #conclude(claimant: Claimant, region: Region): void {
    if (region.row === null || claimant.told !== null) return
    if (region.row.holder !== claimant.holder) {
      claimant.told = 'lost'
      return
    }
    const own = region.row.seen[claimant.side] + 1
    const seen: [number, number] = claimant.side === 0 ? [own, region.row.seen[1]] : [region.row.seen[0], own]
    region.row = { ...region.row, seen, confirmed: true }
    region.stream.push(region.row)
    claimant.told = 'confirmed'
  }

  #remove(message: Message): void {
    const index = this.#messages.indexOf(message)
    if (index >= 0) this.#messages.splice(index, 1)
  }
}

const seenOf = (side: Side, count: number): readonly [number, number] => (side === 0 ? [count, 0] : [0, count])

/** What the merge trigger does: the earlier holder, everything either has seen, the higher state. */
function join(one: Row, other: Row): Row {
  const first = one.version <= other.version ? one : other
  return {
    holder: first.holder,
    version: first.version,
    seen: [Math.max(one.seen[0], other.seen[0]), Math.max(one.seen[1], other.seen[1])],
    confirmed: one.confirmed || other.confirmed,
  }
}
