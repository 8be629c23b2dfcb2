import { describe, expect, test } from 'vitest'
import { retransmissionStall } from './retransmission.js'

/** Answers one after the other, then "not lost". */
const draws = (...values: number[]) => {
  const remaining = [...values]
  return () => remaining.shift() ?? 1
}

describe('loss', () => {
  test('stalls nothing when nothing is lost', () => {
    expect(retransmissionStall(100, 0, 0, draws(0))).toBe(0)
    expect(retransmissionStall(100, 0.1, 0, draws(0.1))).toBe(0)
  })

  test('stalls for one retransmission timeout when a segment is lost once', () => {
    expect(retransmissionStall(100, 0.1, 0, draws(0.05))).toBe(200)
  })

  test('doubles the timeout each time the repetition is lost, too', () => {
    expect(retransmissionStall(100, 0.1, 0, draws(0.05, 0.05, 0.05))).toBe(200 + 400 + 800)
  })

  test('waits two round trips where those are longer', () => {
    expect(retransmissionStall(100, 0.1, 300, draws(0.05))).toBe(600)
  })

  test('hits a chunk of many segments as soon as one of them is lost', () => {
    const justBelow = 1 - 0.9 ** 10 - 0.001
    expect(retransmissionStall(10 * 1448, 0.1, 0, draws(justBelow))).toBe(200)
    expect(retransmissionStall(1448, 0.1, 0, draws(justBelow))).toBe(0)
  })
})
