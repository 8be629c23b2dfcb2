import { describe, expect, test } from 'vitest'
import { isInvalidOrderError } from './invalid-order.error.js'
import { readClockOffset, readFaultChange, readSignal } from './request-body.js'

const refused = expect.toSatisfy(isInvalidOrderError)

describe('the body of an order', () => {
  test('kills unless it names another signal', () => {
    expect(readSignal(undefined)).toBe('SIGKILL')
    expect(readSignal({ signal: 'SIGSTOP' })).toBe('SIGSTOP')
    expect(() => readSignal({ signal: 'SIGNONSENSE' })).toThrow(refused)
  })

  test('changes both directions of the link unless it names one', () => {
    expect(readFaultChange({ cut: true })).toEqual({ from: ['east', 'west'], cut: true })
    expect(readFaultChange({ from: ['west'], delay: 30 })).toEqual({ from: ['west'], delay: 30 })
  })

  test('sets a clock to an offset within a day, or gives it back', () => {
    expect(readClockOffset({ offset: -2500 })).toBe(-2500)
    expect(readClockOffset({ offset: null })).toBeNull()
    for (const body of [undefined, {}, { offset: '1' }, { offset: 1e9 }])
      expect(() => readClockOffset(body)).toThrow(refused)
  })

  test.each([[{ from: 'east' }], [{ from: ['north'] }], [{ slow: true }], [[]], ['text']])('is refused: %j', (body) => {
    expect(() => readFaultChange(body)).toThrow(refused)
  })
})
