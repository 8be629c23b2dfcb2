import { describe, expect, test } from 'vitest'
import { DeliveryQueue } from './delivery-queue.js'

describe('what is under way', () => {
  test('arrives when it is due, not before', () => {
    const queue = new DeliveryQueue<string>()
    queue.add('bytes', 100)
    expect(queue.take(99)).toBeUndefined()
    expect(queue.untilNext(99)).toBe(1)
    expect(queue.take(100)).toBe('bytes')
    expect(queue.untilNext(100)).toBeUndefined()
  })

  test('never overtakes what was sent before it', () => {
    const queue = new DeliveryQueue<string>()
    queue.add('stalled', 500)
    queue.add('quick', 100)
    expect(queue.take(499)).toBeUndefined()
    expect([queue.take(500), queue.take(500)]).toEqual(['stalled', 'quick'])
  })
})
