import { describe, expect, test } from 'vitest'
import { UNREADABLE, emptyToken, formatToken, parseToken } from './session-token.js'

const TOKEN = { from: 'west', positions: { east: 0x16_b374_d848n, west: 0xffff_ffff_ffff_ffffn } } as const

test('what is written is read again', () => {
  expect(parseToken(formatToken(TOKEN))).toEqual(TOKEN)
  expect(parseToken(formatToken(emptyToken('east')))).toEqual(emptyToken('east'))
})

test('a token needs no quoting in a header, a cookie or an address', () => {
  expect(formatToken(TOKEN)).toMatch(/^[a-z\d.]{1,60}$/)
})

describe('a token is refused', () => {
  const text = formatToken(TOKEN)

  test('however it was cut off', () => {
    for (let length = 0; length < text.length; length += 1) expect(parseToken(text.slice(0, length))).toBeUndefined()
  })

  test('whichever of its characters was changed', () => {
    for (let index = 2; index < text.length; index += 1) {
      const other = text[index] === '0' ? '1' : '0'
      expect(parseToken(text.slice(0, index) + other + text.slice(index + 1))).toBeUndefined()
    }
  })

  test.each([
    '',
    '.',
    '1',
    '1.east',
    '1.north.1.1.0000',
    '1.east.1.1',
    '1.east.-1.1.0000',
    'nonsense',
    '\0',
    'é'.repeat(40),
  ])('as in "%s"', (nonsense) => expect(parseToken(nonsense)).toBeUndefined())

  test('when it is far too long', () => {
    expect(parseToken(`2.${'0'.repeat(10_000)}`)).toBeUndefined()
  })
})

test('a token of another release is recognised as one', () => {
  expect(parseToken('2.whatever-they-thought-of')).toBe(UNREADABLE)
  expect(parseToken('0.east')).toBeUndefined()
})
