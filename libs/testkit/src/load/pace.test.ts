import { expect, test } from 'vitest'
import { pace } from './pace.js'

test('starts at the pace it was given, although no call ever ends before the stop', async () => {
  const stopping = new AbortController()
  const ends: (() => void)[] = []
  const startedAt = performance.now()
  const running = pace(
    200,
    () => {
      if (ends.length === 20) stopping.abort()
      return new Promise<void>((resolve) => ends.push(resolve))
    },
    stopping.signal,
  )
  while (!stopping.signal.aborted) await new Promise(setImmediate)
  expect(performance.now() - startedAt).toBeGreaterThan(90)
  ends.forEach((end) => end())
  await running
  expect(ends).toHaveLength(21)
})

test('waits for the calls under way when it is stopped', async () => {
  const stopping = new AbortController()
  const order: string[] = []
  const call = async () => {
    stopping.abort()
    await new Promise(setImmediate)
    order.push('call ended')
  }
  await pace(1000, call, stopping.signal)
  order.push('pace ended')
  expect(order).toEqual(['call ended', 'pace ended'])
})
