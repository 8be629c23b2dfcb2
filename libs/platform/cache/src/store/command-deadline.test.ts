import { describe, expect, test } from 'vitest'
import { CommandDeadline } from './command-deadline.js'

const LONGEST = 60

const never = () => new Promise<string>(() => undefined)

function deadline() {
  return new CommandDeadline(LONGEST, () => new Error('too late'))
}

describe('a command that is answered in time', () => {
  test('comes to its answer', async () => {
    expect(await deadline().watch(Promise.resolve('answer'))).toBe('answer')
  })

  test('fails as it failed', async () => {
    await expect(deadline().watch(Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  })

  test('is not failed because the process itself was held up before it could see the answer', async () => {
    const answer = deadline().watch(new Promise((resolve) => setImmediate(resolve, 'answer')))
    const until = performance.now() + 3 * LONGEST
    while (performance.now() < until);
    expect(await answer).toBe('answer')
  })
})

describe('a command that is not answered', () => {
  test('fails at the deadline, not before half of it', async () => {
    const startedAt = performance.now()
    await expect(deadline().watch(never())).rejects.toThrow('too late')
    const waited = performance.now() - startedAt
    expect(waited).toBeGreaterThan(LONGEST / 2)
    // Leaves room for a busy machine; without a deadline it would wait for ever.
    expect(waited).toBeLessThan(LONGEST * 10)
  })

  test('fails whatever is sent and answered meanwhile', async () => {
    const shared = deadline()
    const silent = shared.watch(never())
    const others = Array.from({ length: 4 * LONGEST }, (_, delay) =>
      shared.watch(new Promise((resolve) => setTimeout(resolve, delay % LONGEST, 'answer'))),
    )
    await expect(silent).rejects.toThrow('too late')
    await Promise.allSettled(others)
  })

  test('fails when all others have been answered long ago, and so does the next one', async () => {
    const shared = deadline()
    await shared.watch(Promise.resolve('answer'))
    await expect(shared.watch(never())).rejects.toThrow('too late')
    await expect(shared.watch(never())).rejects.toThrow('too late')
  })
})
