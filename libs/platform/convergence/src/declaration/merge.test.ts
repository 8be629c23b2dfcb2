import { describe, expect, test } from 'vitest'
import { declaredPolicy } from './declarations.js'
import { Merge } from './merge.js'

class Parcel {
  @Merge.lastWriteWins({ group: 'address' }) street!: string
  @Merge.counter() scans!: number
  @Merge.highest() hops!: number | null
  @Merge.highest(['created', 'sent', 'delivered']) state!: string
  @Merge.highest(['low', 'high']) priority!: 'low' | 'high' | null
  note!: string
}

class TrackedParcel extends Parcel {
  @Merge.counter() views!: number
}

describe('Merge', () => {
  test('notes the policy of every decorated property', () => {
    expect(declaredPolicy(Parcel, 'street')).toEqual({ policy: 'lastWriteWins', group: 'address' })
    expect(declaredPolicy(Parcel, 'scans')).toEqual({ policy: 'counter' })
    expect(declaredPolicy(Parcel, 'hops')).toEqual({ policy: 'highest', order: null })
    expect(declaredPolicy(Parcel, 'priority')).toEqual({ policy: 'highest', order: ['low', 'high'] })
    expect(declaredPolicy(Parcel, 'note')).toBeUndefined()
  })

  test('is inherited by subclasses and does not leak into the ancestor', () => {
    expect(declaredPolicy(TrackedParcel, 'scans')).toEqual({ policy: 'counter' })
    expect(declaredPolicy(Parcel, 'views')).toBeUndefined()
  })

  test('compiles on every property that its policy fits', () => {
    class Fits {
      @Merge.lastWriteWins() anything!: Date | null
      @Merge.firstWriteWins({ group: 'claim' }) holder!: string | null
      @Merge.counter() views!: bigint
      @Merge.escrow() stock!: number
      @Merge.set() tags!: string[]
      @Merge.set() sizes!: readonly ('s' | 'm' | 'l')[]
      @Merge.highest() step!: bigint
      @Merge.highest(['low', 'high'] as const) priority!: 'low' | 'high'
      @Merge.highest(['low', 'high']) text!: string | null
    }
    expect(declaredPolicy(Fits, 'tags')).toEqual({ policy: 'set' })
    expect(declaredPolicy(Fits, 'stock')).toEqual({ policy: 'escrow' })
  })
})

/** Held by the compiler: `tsc -b` fails when one of these lines compiles. */
describe('does not compile', () => {
  test('where something other than an integer is counted or rationed', () => {
    class Misfits {
      // @ts-expect-error a text cannot be counted
      @Merge.counter() name!: string
      // @ts-expect-error NULL cannot be counted
      @Merge.counter() visits!: number | null
      // @ts-expect-error what may be missing cannot be counted
      @Merge.counter() clicks?: number
      // @ts-expect-error a moment cannot be counted
      @Merge.counter() at!: Date
      // @ts-expect-error a text cannot be rationed
      @Merge.escrow() stock!: string
      // @ts-expect-error NULL cannot be rationed
      @Merge.escrow() seats!: number | null
    }
    expect(declaredPolicy(Misfits, 'name')).toEqual({ policy: 'counter' })
  })

  test('where something other than a list of texts is a set', () => {
    class Misfits {
      // @ts-expect-error one text is not a set
      @Merge.set() tag!: string
      // @ts-expect-error numbers are not texts
      @Merge.set() sizes!: number[]
      // @ts-expect-error there is no NULL set, but an empty one
      @Merge.set() tags!: string[] | null
      // @ts-expect-error NULL is no element
      @Merge.set() names!: (string | null)[]
      // @ts-expect-error an object is not stored as an array of texts
      @Merge.set() labels!: Set<string>
    }
    expect(declaredPolicy(Misfits, 'tag')).toEqual({ policy: 'set' })
  })

  test('where values have no order, or not the declared one', () => {
    class Misfits {
      // @ts-expect-error a text has no natural order that both regions share
      @Merge.highest() code!: string
      // @ts-expect-error a yes or no does not climb
      @Merge.highest() live!: boolean
      // @ts-expect-error the order lacks 'lost'
      @Merge.highest(['sent', 'delivered']) state!: 'sent' | 'delivered' | 'lost'
      // @ts-expect-error an order of texts does not fit a number
      @Merge.highest(['sent', 'delivered']) step!: number
      // @ts-expect-error an order is of texts
      @Merge.highest([1, 2]) level!: number
    }
    expect(declaredPolicy(Misfits, 'code')).toEqual({ policy: 'highest', order: null })
  })

  test('with options that the policy does not have', () => {
    class Misfits {
      // @ts-expect-error a counter is a column of its own
      @Merge.counter({ group: 'counts' }) clicks!: number
      // @ts-expect-error the option is called group
      @Merge.lastWriteWins({ columns: 'price' }) amount!: number
    }
    expect(declaredPolicy(Misfits, 'clicks')).toEqual({ policy: 'counter' })
  })
})
