import { describe, expect, test } from 'vitest'
import { attemptOf } from './attempts.fixture.js'
import { checkRegisters } from './registers.js'

const older = attemptOf({ key: 'k', value: 'older' }, { receipt: { version: 100n } })
const newer = attemptOf({ key: 'k', value: 'newer' }, { receipt: { version: 200n } })
const undetermined = attemptOf({ key: 'k', value: 'perhaps' }, 'undetermined')
const failed = attemptOf({ key: 'k', value: 'refused' }, 'failed')
const holding = (value: string, version: bigint) => new Map([['k', { value, version }]])

describe('a register passes', () => {
  test('when it holds the acknowledged value of the highest version, whatever the order of the answers', () => {
    expect(checkRegisters([newer, older], holding('newer', 200n))).toEqual([])
  })

  test('when an undetermined write came after the acknowledged ones', () => {
    expect(checkRegisters([older, newer, undetermined], holding('perhaps', 300n))).toEqual([])
  })

  test('when nothing was acknowledged and it is not there', () => {
    expect(checkRegisters([undetermined, failed], new Map())).toEqual([])
  })
})

describe('a register is reported', () => {
  test('as lost when it is not there although a write was acknowledged', () => {
    expect(checkRegisters([older], new Map())).toMatchObject([{ kind: 'lost', subject: 'register k' }])
  })

  test('as lost when an older write won over a newer acknowledged one', () => {
    expect(checkRegisters([older, newer], holding('older', 100n))).toMatchObject([{ kind: 'lost' }])
  })

  test('as lost when an undetermined write of a lower version stands over an acknowledged one', () => {
    expect(checkRegisters([newer, undetermined], holding('perhaps', 150n))).toMatchObject([{ kind: 'lost' }])
  })

  test('as invented when it holds what nobody wrote, or what was refused', () => {
    expect(checkRegisters([newer], holding('nobody', 300n))).toMatchObject([{ kind: 'invented' }])
    expect(checkRegisters([newer, failed], holding('refused', 300n))).toMatchObject([{ kind: 'invented' }])
  })

  test('as invented when an older acknowledged value stands under a version that is not its own', () => {
    expect(checkRegisters([older, newer], holding('older', 300n))).toMatchObject([{ kind: 'invented' }])
  })
})
