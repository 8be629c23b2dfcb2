import { describe, expect, test } from 'vitest'
import { PendingShortages } from './pending-shortages.js'
import type { Shortage } from './shortage.js'

const of = (key: string, missing: number): Shortage => ({ escrow: { table: 't', column: 'c', key: [key] }, missing })

/** Questions that are answered when the test says so. */
function questions() {
  const put: { shortage: Shortage; answer: (left: number) => void; fail: (error: Error) => void }[] = []
  const pending = new PendingShortages(
    (shortage) => new Promise<number>((answer, fail) => put.push({ shortage, answer, fail })),
  )
  return { put, pending }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('shortages of one escrow', () => {
  test('are asked for at once where nothing is under way', async () => {
    const { put, pending } = questions()
    const left = pending.ask(of('a', 3))
    expect(put.map(({ shortage }) => shortage.missing)).toEqual([3])
    put[0]?.answer(7)
    expect(await left).toBe(7)
  })

  test('that come while a question is under way are asked for together, after it', async () => {
    const { put, pending } = questions()
    const first = pending.ask(of('a', 1))
    const others = [pending.ask(of('a', 2)), pending.ask(of('a', 3))]
    expect(put).toHaveLength(1)
    put[0]?.answer(0)
    await first
    await settled()
    expect(put.map(({ shortage }) => shortage.missing)).toEqual([1, 5])
    put[1]?.answer(4)
    expect(await Promise.all(others)).toEqual([4, 4])
  })

  test('do not wait for shortages of another escrow', () => {
    const { put, pending } = questions()
    void pending.ask(of('a', 1))
    void pending.ask(of('b', 1))
    expect(put).toHaveLength(2)
  })

  test('are asked for although the question before them failed', async () => {
    const { put, pending } = questions()
    const first = pending.ask(of('a', 1))
    const second = pending.ask(of('a', 2))
    put[0]?.fail(new Error('away'))
    await expect(first).rejects.toThrow('away')
    await settled()
    put[1]?.answer(9)
    expect(await second).toBe(9)
    const third = pending.ask(of('a', 4))
    expect(put).toHaveLength(3)
    put[2]?.answer(1)
    expect(await third).toBe(1)
  })
})
