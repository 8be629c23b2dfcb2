import { describe, expect, test } from 'vitest'
import { patroniAnswer } from './answer.js'
import type { NodeStatus } from './node-status.js'

const PRIMARY: NodeStatus = { role: 'primary', lag: 0 }
const DEAD: NodeStatus = { role: 'unknown', lag: 0 }
const replica = (lag: number): NodeStatus => ({ role: 'replica', lag })

describe("Patroni's REST interface", () => {
  test.each([
    ['/primary', PRIMARY, 200],
    ['/primary', replica(0), 503],
    ['/primary', DEAD, 503],
    ['/replica', replica(10 ** 12), 200],
    ['/replica', PRIMARY, 503],
    ['/replica?lag=1MB', replica(2 ** 20), 200],
    ['/replica?lag=1MB', replica(2 ** 20 + 1), 503],
    ['/replica?lag=100', replica(101), 503],
    ['/replica?lag=nonsense', replica(101), 200],
    ['/health', replica(0), 200],
    ['/health', DEAD, 503],
    ['/elsewhere', PRIMARY, 404],
  ])('%s of %j answers %i', (path, status, expected) => {
    expect(patroniAnswer(path, status)).toBe(expected)
  })
})
