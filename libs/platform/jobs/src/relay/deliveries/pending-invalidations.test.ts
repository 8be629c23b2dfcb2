import { eventually } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { Acknowledgements } from './acknowledgements.js'
import { PendingInvalidations } from './pending-invalidations.js'

function fixture(
  raise: (key: string, revision: string) => Promise<void>,
  limits = { lifetime: 10_000, capacity: 100 },
) {
  const log = new Acknowledgements()
  const givenUp: string[] = []
  const pending = new PendingInvalidations({
    raise,
    failed: () => undefined,
    givenUp: (reason) => givenUp.push(reason),
    ...limits,
  })
  let position = 0n
  const push = (key: string, revision: string) => {
    pending.push(key, revision, log.begin())
    log.commit((position += 1n))
  }
  return { log, givenUp, pending, push }
}

test('a key that changed often is told once, with its newest revision, and then all is acknowledged', async () => {
  const told: string[] = []
  const { log, push } = fixture(async (key, revision) => void told.push(`${key}=${revision}`))
  push('a', '1')
  push('b', '1')
  push('a', '2')
  await eventually(() => log.processed === 3n, { awaited: 'the acknowledgement' })
  expect(told).toEqual(['b=1', 'a=2'])
})

test('what the cache did not take is told again, and held back until then', async () => {
  let available = false
  const { log, push } = fixture(async () => {
    if (!available) throw new Error('down')
  })
  push('a', '1')
  push('b', '1')
  await new Promise((resolve) => setImmediate(resolve))
  expect(log.processed).toBe(0n)
  available = true
  await eventually(() => log.processed === 2n, { awaited: 'the acknowledgement' })
})

test('a cache that stays away holds the log only as long as a cached value lives', async () => {
  const { log, givenUp, push } = fixture(() => Promise.reject(new Error('down')), { lifetime: 20, capacity: 100 })
  push('a', '1')
  await eventually(() => log.processed === 1n, { awaited: 'the invalidation to expire' })
  expect(givenUp).toEqual(['expired'])
})

test('memory is bounded: beyond the capacity the oldest key is given up', async () => {
  const { givenUp, push } = fixture(() => Promise.reject(new Error('down')), { lifetime: 10_000, capacity: 2 })
  push('a', '1')
  push('b', '1')
  push('c', '1')
  expect(givenUp).toEqual(['overflow'])
})
