import { describe, expect, test } from 'vitest'
import { identifier, literal, qualified } from './identifier.js'

describe('identifiers', () => {
  test.each([
    ['listings', 'listings'],
    ['_v_title', '_v_title'],
    ['order', '"order"'],
    ['camelCase', '"camelCase"'],
    ['two words', '"two words"'],
    ['say "hi"', '"say ""hi"""'],
    ['1st', '"1st"'],
  ])('%s becomes %s', (name, sql) => {
    expect(identifier(name)).toBe(sql)
  })

  test('are qualified part by part', () => {
    expect(qualified('public', 'user')).toBe('public."user"')
  })
})

describe('literals', () => {
  test.each([
    ['plain', "'plain'"],
    ["it's", "'it''s'"],
    [String.raw`back\slash`, String.raw`E'back\\slash'`],
    [String.raw`\' OR 1=1`, String.raw`E'\\'' OR 1=1'`],
  ])('%s becomes %s', (value, sql) => {
    expect(literal(value)).toBe(sql)
  })
})
