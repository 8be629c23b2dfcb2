import { UNREADABLE, emptyToken, formatToken } from '@bicoastal/database'
import { expect, test } from 'vitest'
import { isInvalidRequestError } from '../problem/invalid-request.error.js'
import { demandsOf } from './session-demands.js'

test('a request that says nothing gets what its route promises', () => {
  expect(demandsOf({})).toEqual({ token: undefined, strict: false, durability: 'local' })
  expect(demandsOf({}, 'global').durability).toBe('global')
})

test('what a caller says wins over its route', () => {
  const headers = { 'x-session': formatToken(emptyToken('west')), 'x-consistency': 'strict', 'x-durability': 'local' }
  expect(demandsOf(headers, 'global')).toEqual({ token: emptyToken('west'), strict: true, durability: 'local' })
})

test('a token of another release is not the caller’s fault', () => {
  expect(demandsOf({ 'x-session': '7.of-the-future' }).token).toBe(UNREADABLE)
})

test.each([
  ['x-session', 'nonsense'],
  ['x-session', ''],
  ['x-session', formatToken(emptyToken('west')).slice(0, -1)],
  ['x-consistency', 'eventual'],
  ['x-durability', 'galactic'],
])('a %s of "%s" is refused by its name', (name, value) => {
  let thrown: unknown
  try {
    demandsOf({ [name]: value })
  } catch (error) {
    thrown = error
  }
  expect(isInvalidRequestError(thrown) && thrown.faults[0]).toMatchObject({ in: 'header', field: name })
})
