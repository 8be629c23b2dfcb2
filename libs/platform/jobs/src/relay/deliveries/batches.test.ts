import { eventually } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { Acknowledgements } from './acknowledgements.js'
import { Batches } from './batches.js'

function fixture(deliver: (items: readonly number[]) => Promise<void>, capacity = 100) {
  const log = new Acknowledgements()
  const failures: unknown[] = []
  const batches = new Batches<number>({ deliver, failed: (error) => failures.push(error), capacity, batchSize: 3 })
  const push = (item: number) => {
    batches.push(item, log.begin())
    log.commit(BigInt(item))
  }
  return { log, failures, batches, push }
}

test('items are delivered in order, in batches, and acknowledged when they arrived', async () => {
  const delivered: (readonly number[])[] = []
  const { log, push } = fixture(async (items) => void delivered.push(items))
  ;[1, 2, 3, 4, 5].forEach(push)
  await eventually(() => log.processed === 5n, { awaited: 'all five to be acknowledged' })
  expect(delivered).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('a batch that fails is repeated, and nothing of it is acknowledged before', async () => {
  let attempts = 0
  const { log, failures, push } = fixture(async () => {
    attempts += 1
    if (attempts < 3) throw new Error(`failure ${attempts}`)
  })
  push(1)
  await eventually(() => failures.length === 1, { awaited: 'the first failure', interval: 1 })
  expect(log.processed).toBe(0n)
  await eventually(() => log.processed === 1n, { awaited: 'the acknowledgement' })
  expect(failures).toHaveLength(2)
})

test('there is no room beyond the capacity until something was delivered', async () => {
  const gate = Promise.withResolvers<void>()
  const { batches, push } = fixture(() => gate.promise, 2)
  push(1)
  expect(batches.room()).toBeUndefined()
  push(2)
  const room = batches.room()
  expect(room).toBeInstanceOf(Promise)
  gate.resolve()
  await room
  expect(batches.room()).toBeUndefined()
})

test('what is closed acknowledges nothing any more, also not what arrives afterwards', async () => {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const { log, batches, push } = fixture(() => {
    started.resolve()
    return gate.promise
  })
  push(1)
  await started.promise
  batches.close()
  gate.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  expect(log.processed).toBe(0n)
})
