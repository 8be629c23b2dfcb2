import { describe, expect, test } from 'vitest'
import { ChangeDecoder } from './change-decoder.js'

/** Numbers as the protocol writes them: bytes, most significant first. */
const number = (bytes: number, value: bigint | number): Buffer =>
  Buffer.from(
    BigInt(value)
      .toString(16)
      .padStart(bytes * 2, '0'),
    'hex',
  )
const text = (value: string): Buffer => Buffer.from(`${value}\0`)
const message = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))

const column = (name: string, isKey: boolean): Buffer =>
  message(number(1, isKey ? 1 : 0), text(name), number(4, 25), number(4, 0xffffffff))
const relation = message(
  'R',
  number(4, 7),
  text('public'),
  text('labels'),
  'd',
  number(2, 3),
  column('owner', true),
  column('color', false),
  column('name', true),
)
const value = (content: string): Buffer => message('t', number(4, Buffer.byteLength(content)), content)
const tuple = (...values: readonly (Buffer | string)[]): Buffer => message(number(2, values.length), ...values)

describe('ChangeDecoder', () => {
  test('tells where a transaction is written and where it ends', () => {
    const decoder = new ChangeDecoder()
    const begin = message('B', number(8, 0x16_0000_0010n), number(8, 0), number(4, 9))
    const commit = message('C', number(1, 0), number(8, 0x16_0000_0010n), number(8, 0x16_0000_0040n), number(8, 0))
    expect(decoder.decode(begin)).toEqual({ kind: 'begin', position: 0x16_0000_0010n })
    expect(decoder.decode(commit)).toEqual({ kind: 'commit', end: 0x16_0000_0040n })
  })

  test('names table and key of rows that are inserted and updated, with and without their old key', () => {
    const decoder = new ChangeDecoder()
    expect(decoder.decode(relation)).toBeNull()
    const row = tuple(value('é'), 'n', value('b'))
    const expected = {
      kind: 'row',
      table: { schema: 'public', name: 'labels' },
      key: new Map([
        ['owner', 'é'],
        ['name', 'b'],
      ]),
    }
    expect(decoder.decode(message('I', number(4, 7), 'N', row))).toEqual(expected)
    expect(decoder.decode(message('U', number(4, 7), 'N', row))).toEqual(expected)
    const old = tuple(value('old'), 'n', value('key'))
    expect(decoder.decode(message('U', number(4, 7), 'K', old, 'N', row))).toEqual(expected)
  })

  test('is not confused by values that were left out', () => {
    const decoder = new ChangeDecoder()
    decoder.decode(relation)
    const row = tuple(value('a'), 'u', value('b'))
    expect(decoder.decode(message('U', number(4, 7), 'N', row))).toMatchObject({
      key: new Map([
        ['owner', 'a'],
        ['name', 'b'],
      ]),
    })
  })

  test('passes over what it need not know, and refuses a table that was not described', () => {
    const decoder = new ChangeDecoder()
    expect(decoder.decode(message('Y', number(4, 1)))).toBeNull()
    expect(() => decoder.decode(message('I', number(4, 8), 'N', tuple()))).toThrow(TypeError)
  })
})
