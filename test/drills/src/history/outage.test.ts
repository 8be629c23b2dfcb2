import { describe, expect, test } from 'vitest'
import type { Attempt, Outcome } from './attempt.js'
import { measureOutage } from './outage.js'

const attempt = (
  startedAt: number,
  endedAt: number,
  outcome: Outcome = 'acknowledged',
  operation = 'PUT',
): Attempt => ({
  workload: 'fixture',
  operation,
  startedAt,
  endedAt,
  outcome,
  intent: null,
})
/** One quick success every 100 ms. */
const steady = (from: number, to: number, operation = 'PUT'): Attempt[] =>
  Array.from({ length: (to - from) / 100 }, (_, index) => from + index * 100).map((at) =>
    attempt(at, at + 5, 'acknowledged', operation),
  )
const window = { from: 1000, to: 5000 }

test('without a failure the recovery time is the pace of the load', () => {
  const outage = measureOutage(steady(0, 5000), window)
  expect(outage).toMatchObject({ failedRequests: 0, untilLastFailure: 0, longestWait: 5 })
  expect(outage.recoveryTime).toBeLessThanOrEqual(200)
})

describe('the recovery time is', () => {
  test('the time to the last failure, even while other callers are served', () => {
    const outage = measureOutage([...steady(0, 5000), attempt(3000, 3100, 'undetermined')], window)
    expect(outage).toMatchObject({ recoveryTime: 2100, untilLastFailure: 2100, failedRequests: 1 })
  })

  test('the longest wait of a caller who was answered late', () => {
    const outage = measureOutage([...steady(0, 5000), attempt(1200, 3900)], window)
    expect(outage).toMatchObject({ recoveryTime: 2700, longestWait: 2700, failedRequests: 0 })
  })

  test('the wait of a request that was under way when the fault struck, counted from the fault', () => {
    expect(measureOutage([...steady(0, 5000), attempt(900, 2500)], window).recoveryTime).toBe(1500)
  })

  test('the gap of one operation that nobody got through, while others went on', () => {
    const load = [...steady(0, 5000, 'GET'), ...steady(0, 1000), ...steady(3400, 5000)]
    expect(measureOutage(load, window)).toMatchObject({ recoveryTime: 2405, longestGap: 2405 })
  })

  test('the whole window for a service that never came back', () => {
    expect(measureOutage(steady(0, 1000), { from: 900, to: 5000 }).recoveryTime).toBeGreaterThan(4000)
  })
})

test('99 of 100 recover earlier than the slowest, and a failure counts from the fault', () => {
  const load = [...steady(0, 5000), ...Array.from({ length: 61 }, (_, at) => attempt(2000 + at, 2100 + at))]
  const one = measureOutage([...load, attempt(3000, 3100, 'undetermined')], window)
  expect(one).toMatchObject({ recoveryTime: 2100, recoveryTimeP99: 100 })
  const two = measureOutage([...load, attempt(1200, 1900, 'failed'), attempt(3000, 3100, 'undetermined')], window)
  expect(two.recoveryTimeP99).toBe(900)
})

test('failures before the fault and after the window belong to somebody else', () => {
  const outside = [attempt(500, 600, 'failed'), attempt(6000, 6100, 'failed')]
  expect(measureOutage([...steady(0, 5000), ...outside], window).failedRequests).toBe(0)
})
