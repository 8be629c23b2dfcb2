import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkDeletions } from './deletions.js'

const created = attemptOf({ verb: 'create', product: 'lamp' } as const, { receipt: { id: '1', done: true } })
const deletion = { verb: 'delete', product: '1' } as const
const deletedIt = attemptOf(deletion, { receipt: { id: '1', done: true } })
const foundNothing = attemptOf(deletion, { receipt: { id: '1', done: false } })
const is = (deleted: boolean) => new Map([['1', deleted]])

test('a deleted product that stayed deleted passes, and so does one that was left alone', () => {
  expect(checkDeletions([created, deletedIt], is(true))).toEqual([])
  expect(checkDeletions([created, foundNothing], is(false))).toEqual([])
})

test('an undetermined deletion may have happened or not', () => {
  const undetermined = attemptOf(deletion, 'undetermined')
  expect(checkDeletions([created, undetermined], is(true))).toEqual([])
  expect(checkDeletions([created, undetermined], is(false))).toEqual([])
})

test('a deleted product that is back is resurrected', () => {
  expect(checkDeletions([created, deletedIt], is(false))).toMatchObject([{ kind: 'resurrected', subject: 'product 1' }])
})

test('a product without a trace is lost, and one that nobody deleted may not be gone', () => {
  expect(checkDeletions([created, deletedIt], new Map())).toMatchObject([{ kind: 'lost' }])
  expect(checkDeletions([created, foundNothing], is(true))).toMatchObject([{ kind: 'invented' }])
})
