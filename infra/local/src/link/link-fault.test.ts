import { describe, expect, test } from 'vitest'
import { isInvalidLinkFaultError } from './invalid-link-fault.error.js'
import { ALL_CLEAR, CLEAR, changeFaults, describeFault } from './link-fault.js'

describe('faults of the link', () => {
  test('change both directions unless one is named', () => {
    expect(changeFaults(ALL_CLEAR, { cut: true }).west.cut).toBe(true)
    const oneWay = changeFaults(ALL_CLEAR, { cut: true }, ['east'])
    expect([oneWay.east.cut, oneWay.west.cut]).toEqual([true, false])
  })

  test('keep what is not changed', () => {
    const slow = changeFaults(ALL_CLEAR, { delay: 30 })
    expect(changeFaults(slow, { loss: 0.01 }).east).toEqual({ cut: false, delay: 30, loss: 0.01 })
  })

  test.each([{ delay: -1 }, { delay: Number.NaN }, { loss: 1 }, { loss: -0.1 }])('refuse %j', (change) => {
    expect(() => changeFaults(ALL_CLEAR, change)).toThrow(expect.toSatisfy(isInvalidLinkFaultError))
  })

  test('are described for people', () => {
    expect(describeFault(CLEAR)).toBe('clear')
    expect(describeFault({ cut: false, delay: 30, loss: 0.015 })).toBe('30 ms, 1.5% lost')
    expect(describeFault({ cut: true, delay: 0, loss: 0 })).toBe('cut')
  })
})
