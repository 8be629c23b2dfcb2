import { describe, expect, test } from 'vitest'
import { ConditionNotMetError, isConditionNotMetError } from './condition-not-met.error.js'
import { eventually } from './eventually.js'

describe('eventually', () => {
  test('returns the first outcome that is not "not yet"', async () => {
    const outcomes = [false, null, undefined, 0]
    await expect(eventually(() => outcomes.shift(), { awaited: 'a number', interval: 1 })).resolves.toBe(0)
  })

  test('treats a thrown error as "not yet"', async () => {
    let attempts = 0
    const outcome = await eventually(
      () => {
        attempts += 1
        if (attempts < 3) throw new Error('refused')
        return 'up'
      },
      { awaited: 'the server', interval: 1 },
    )
    expect(outcome).toBe('up')
    expect(attempts).toBe(3)
  })

  test('names what was awaited and the last failure when the deadline passes', async () => {
    const refused = new Error('refused')
    const outcome = eventually(() => Promise.reject(refused), {
      awaited: "east's standby to stream",
      deadline: 20,
      interval: 1,
    })
    await expect(outcome).rejects.toThrow(
      "Waited 20 ms for east's standby to stream, which did not happen; the last attempt failed: refused.",
    )
    await expect(outcome).rejects.toSatisfy(isConditionNotMetError)
    await expect(outcome).rejects.toHaveProperty('cause', refused)
  })

  test('tries at least once, also with a deadline that has passed', async () => {
    await expect(eventually(() => 'at once', { awaited: 'anything', deadline: 0 })).resolves.toBe('at once')
  })

  test('its error carries a stable code', () => {
    expect(new ConditionNotMetError('x', 1, undefined).code).toBe('condition_not_met')
  })
})
