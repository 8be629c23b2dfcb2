import { expect, test } from 'vitest'
import { LOG_START, formatPosition, parsePosition } from './log-position.js'

test.each(['0/0', '16/B374D848', 'FFFFFFFF/FFFFFFFF', '1/0'])('%s is read and written alike', (text) => {
  expect(formatPosition(parsePosition(text))).toBe(text)
})

test('a later position is greater, also across the boundary of the halves', () => {
  expect(parsePosition('1/0') - parsePosition('0/FFFFFFFF')).toBe(1n)
  expect(parsePosition('0/1')).toBeGreaterThan(LOG_START)
})

test.each(['', '16', '16/', '/16', 'x/1', '1/2/3', '123456789/0'])('"%s" is refused', (text) => {
  expect(() => parsePosition(text)).toThrow(RangeError)
})
