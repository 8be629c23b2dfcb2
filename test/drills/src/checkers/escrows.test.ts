import { expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkEscrows } from './escrows.js'

const done = (verb: 'grant' | 'spend', by: number) => attemptOf({ verb, key: 'k', by }, { receipt: { done: true } })
const refused = attemptOf({ verb: 'spend', key: 'k', by: 100 } as const, { receipt: { done: false } })
const undetermined = attemptOf({ verb: 'spend', key: 'k', by: 2 } as const, 'undetermined')
const left = (value: bigint) => new Map([['k', value]])

test('what is left is what was granted less what was spent, up to the undetermined', () => {
  expect(checkEscrows([done('grant', 10), done('spend', 7), refused], left(3n))).toEqual([])
  expect(checkEscrows([done('grant', 10), done('spend', 7), undetermined], left(1n))).toEqual([])
})

test('more spent than granted, or less than nothing left, is oversold', () => {
  expect(checkEscrows([done('grant', 5), done('spend', 7)], left(0n))).toMatchObject([
    { kind: 'oversold', subject: 'escrow k' },
  ])
  expect(checkEscrows([done('grant', 5)], left(-1n))).toMatchObject([{ kind: 'oversold' }])
})

test('books that do not balance lost something or counted it twice', () => {
  expect(checkEscrows([done('grant', 10), done('spend', 7)], left(2n))).toMatchObject([{ kind: 'lost' }])
  expect(checkEscrows([done('grant', 10), done('spend', 7)], left(4n))).toMatchObject([{ kind: 'duplicate' }])
  expect(checkEscrows([done('grant', 10)], new Map())).toMatchObject([{ kind: 'lost' }])
})
