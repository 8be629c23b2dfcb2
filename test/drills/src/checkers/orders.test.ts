import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkOrders } from './orders.js'

const acknowledged = attemptOf({ idempotencyKey: 'a' }, { receipt: { id: '1' } })
const undetermined = attemptOf({ idempotencyKey: 'b' }, 'undetermined')
const paid = (id: string) => ({ id, state: 'paid', jobStates: ['done'] })

test('paid orders pass, and an undetermined request explains one order more', () => {
  expect(checkOrders([acknowledged, undetermined], [paid('1')])).toEqual([])
  expect(checkOrders([acknowledged, undetermined], [paid('1'), paid('2')])).toEqual([])
})

test('an acknowledged order that is not there is lost', () => {
  expect(checkOrders([acknowledged, undetermined], [paid('2')])).toMatchObject([{ kind: 'lost', subject: 'order 1' }])
})

test('more orders than requests could have placed are duplicates', () => {
  expect(checkOrders([acknowledged, undetermined], [paid('1'), paid('2'), paid('3')])).toMatchObject([
    { kind: 'duplicate', subject: 'orders' },
  ])
})

test('an order that was not paid, whose job is open, or that has no job, is unfinished', () => {
  for (const order of [
    { id: '1', state: 'placed', jobStates: ['done'] },
    { id: '1', state: 'paid', jobStates: ['queued'] },
    { id: '1', state: 'paid', jobStates: [] },
  ]) {
    expect(checkOrders([acknowledged], [order])).toMatchObject([{ kind: 'unfinished', subject: 'order 1' }])
  }
})

test('an order with two jobs is a duplicate, even where both are done', () => {
  expect(checkOrders([acknowledged], [{ id: '1', state: 'paid', jobStates: ['done', 'done'] }])).toMatchObject([
    { kind: 'duplicate' },
  ])
})
