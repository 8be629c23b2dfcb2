import { expect, test } from 'vitest'
import { conflictsSince } from './conflict-counts.js'

const registers = { region: 'east', table: 'probe_registers', policy: 'lastWriteWins', count: 3 } as const
const claims = { region: 'west', table: 'claims', policy: 'firstWriteWins', count: 2 } as const

test('only what was added is reported, by region, table and policy', () => {
  const after = [{ ...registers, count: 7 }, { ...registers, region: 'west' as const }, claims]
  expect(conflictsSince([registers, claims], after)).toEqual([
    { ...registers, count: 4 },
    { ...registers, region: 'west', count: 3 },
  ])
})
