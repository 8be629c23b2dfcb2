import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Acknowledgements, type Span } from './acknowledgements.js'

function transaction(log: Acknowledgements, deliveries: number, end: bigint): Span {
  const span = log.begin()
  for (let index = 0; index < deliveries; index += 1) span.expect()
  log.commit(end)
  return span
}

describe('acknowledgements', () => {
  test('stop before the first delivery that is under way', () => {
    const log = new Acknowledgements()
    const first = transaction(log, 1, 10n)
    const second = transaction(log, 1, 20n)
    second.settle()
    expect(log.processed).toBe(0n)
    first.settle()
    expect(log.processed).toBe(20n)
  })

  test('do not pass a transaction whose commit was not seen, however much of it is delivered', () => {
    const log = new Acknowledgements()
    transaction(log, 0, 10n)
    const huge = log.begin()
    huge.expect()
    huge.settle()
    log.reach(99n)
    expect(log.processed).toBe(10n)
    log.commit(100n)
    expect(log.processed).toBe(100n)
  })

  test('follow keepalives when nothing is under way, and hold them back while something is', () => {
    const log = new Acknowledgements()
    log.reach(5n)
    expect(log.processed).toBe(5n)
    const pending = transaction(log, 1, 10n)
    log.reach(50n)
    expect(log.processed).toBe(5n)
    pending.settle()
    expect(log.processed).toBe(50n)
  })

  test('never go back', () => {
    const log = new Acknowledgements()
    log.reach(50n)
    log.reach(40n)
    expect(log.processed).toBe(50n)
  })

  test('are, in any order of deliveries, the end of the longest prefix of complete transactions', () => {
    const scenario = fc.record({
      deliveries: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 }),
      seed: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
    })
    fc.assert(
      fc.property(scenario, ({ deliveries, seed }) => {
        const log = new Acknowledgements()
        const remaining = [...deliveries]
        const spans = deliveries.map((count, index) => transaction(log, count, BigInt(index + 1)))
        const pending = deliveries.flatMap((count, index) => Array.from({ length: count }, () => index))
        const expected = () => {
          const open = remaining.findIndex((count) => count > 0)
          return BigInt(open === -1 ? deliveries.length : open)
        }
        expect(log.processed).toBe(expected())
        while (pending.length > 0) {
          const [index = 0] = pending.splice(Math.floor(Number(seed.next().value) * pending.length), 1)
          remaining[index] = (remaining[index] ?? 0) - 1
          spans[index]?.settle()
          expect(log.processed).toBe(expected())
        }
      }),
    )
  })
})
