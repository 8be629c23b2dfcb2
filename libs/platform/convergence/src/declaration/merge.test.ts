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

  test('does not compile on a property whose type the policy does not fit', () => {
    class Misfits {
      // @ts-expect-error a text cannot be counted
      @Merge.counter() name!: string
      // @ts-expect-error NULL cannot be counted
      @Merge.counter() visits!: number | null
      // @ts-expect-error a text has no natural order that both regions share
      @Merge.highest() code!: string
      // @ts-expect-error the order lacks 'lost'
      @Merge.highest(['sent', 'delivered']) state!: 'sent' | 'delivered' | 'lost'
      // @ts-expect-error an order of texts does not fit a number
      @Merge.highest(['sent', 'delivered']) step!: number
    }
    expect(declaredPolicy(Misfits, 'name')).toEqual({ policy: 'counter' })
  })
})
