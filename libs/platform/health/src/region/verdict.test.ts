import { seconds } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { answerFrom } from './verdict.js'

const LIMIT = seconds(3)

test('a fresh good finding is a yes without reasons', () => {
  expect(answerFrom(null, 200, LIMIT)).toEqual({ ok: true, reasons: [] })
})

test('a fresh bad finding is a no with its reason', () => {
  expect(answerFrom('the database is a standby', 200, LIMIT)).toEqual({
    ok: false,
    reasons: ['the database is a standby'],
  })
})

test('a stale finding is a no, however good it was', () => {
  expect(answerFrom(null, LIMIT + 1, LIMIT)).toEqual({ ok: false, reasons: ['the last check is 3001 ms old'] })
})

test('before the first look the answer is no', () => {
  expect(answerFrom('not checked yet', Infinity, LIMIT).ok).toBe(false)
})
