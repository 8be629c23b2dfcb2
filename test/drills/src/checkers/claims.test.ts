import { expect, test } from 'vitest'
import type { ClaimReceipt } from '../workloads/claims.js'
import { attemptOf } from './attempts.fixture.js'
import { checkClaims } from './claims.js'

const told = (holder: string, state: ClaimReceipt['state']) => attemptOf({ key: 'k', holder }, { receipt: { state } })
const heldBy = (holder: string, state = 'confirmed') => new Map([['k', { holder, state }]])

test('one winner passes, whatever the others were told', () => {
  const attempts = [told('anna', 'confirmed'), told('bert', 'pending'), told('carl', 'taken')]
  expect(checkClaims(attempts, heldBy('anna'))).toEqual([])
})

test('somebody who was never answered may have won', () => {
  const undetermined = attemptOf({ key: 'k', holder: 'anna' }, 'undetermined')
  expect(checkClaims([undetermined, told('bert', 'taken')], heldBy('anna'))).toEqual([])
})

test('two who were told that it is theirs contest it, and so does a row that names another', () => {
  const two = [told('anna', 'confirmed'), told('bert', 'confirmed')]
  expect(checkClaims(two, heldBy('anna'))).toMatchObject([{ kind: 'contested', subject: 'claim of k' }])
  const overruled = [told('anna', 'confirmed'), told('bert', 'pending')]
  expect(checkClaims(overruled, heldBy('bert'))).toMatchObject([{ kind: 'contested' }])
})

test('a claim that is gone is lost, one that nobody made is invented, and one that stays open is unfinished', () => {
  expect(checkClaims([told('anna', 'pending')], new Map())).toMatchObject([{ kind: 'lost' }])
  expect(checkClaims([told('anna', 'pending')], heldBy('zoe'))).toMatchObject([{ kind: 'invented' }])
  expect(checkClaims([told('anna', 'pending')], heldBy('anna', 'pending'))).toMatchObject([{ kind: 'unfinished' }])
})
