import { expect, test } from 'vitest'
import { BUDGETS } from '../budgets.js'
import { judge } from './verdict.js'

const { regionKill } = BUDGETS

test('a budget that is used up to its limit is met', () => {
  expect(judge(regionKill, regionKill).every((verdict) => verdict.met)).toBe(true)
})

test('each budget fails on its own', () => {
  for (const budget of Object.keys(regionKill) as (keyof typeof regionKill)[]) {
    const broken = judge(regionKill, { ...regionKill, [budget]: regionKill[budget] + 1 })
    expect(broken.filter((verdict) => !verdict.met)).toMatchObject([{ budget }])
  }
})

test('what was not measured is not met', () => {
  expect(judge(regionKill, {}).some((verdict) => verdict.met)).toBe(false)
})

test('no drill passes with an incident that is open, or with a row in quarantine', () => {
  for (const budgets of Object.values(BUDGETS)) {
    for (const budget of ['openIncidents', 'quarantinedRows'] as const) {
      expect(judge(budgets, { ...budgets, [budget]: 1 }).filter((verdict) => !verdict.met)).toMatchObject([{ budget }])
    }
  }
})
