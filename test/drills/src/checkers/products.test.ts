import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkProducts } from './products.js'

const attempts = [attemptOf({ name: 'lamp' }, { receipt: { id: '1' } }), attemptOf({ name: 'chair' }, 'undetermined')]

test('acknowledged products must be there, undetermined ones may', () => {
  expect(checkProducts(attempts, [{ id: '1', name: 'lamp' }])).toEqual([])
  expect(
    checkProducts(attempts, [
      { id: '1', name: 'lamp' },
      { id: '2', name: 'chair' },
    ]),
  ).toEqual([])
})

test('an acknowledged product that is gone, or became another, is lost', () => {
  expect(checkProducts(attempts, [])).toMatchObject([{ kind: 'lost', subject: 'product 1' }])
  expect(checkProducts(attempts, [{ id: '1', name: 'chair' }])).toMatchObject([{ kind: 'lost' }])
})

test('a request that created two rows is a duplicate', () => {
  const rows = ['1', '2'].map((id) => ({ id, name: 'lamp' }))
  expect(checkProducts(attempts, rows)).toMatchObject([{ kind: 'duplicate', subject: 'product "lamp"' }])
})

test('a product nobody asked for is invented', () => {
  const rows = [
    { id: '1', name: 'lamp' },
    { id: '9', name: 'sofa' },
  ]
  expect(checkProducts(attempts, rows)).toMatchObject([{ kind: 'invented' }])
})
