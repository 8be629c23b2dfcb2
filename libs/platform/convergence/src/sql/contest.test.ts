import { expect, test } from 'vitest'
import type { MergeUnit, ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'
import { notedConflict } from './contest.js'
import { mergeFunctions } from './merge-functions.js'

const column = (name: string, type: string, array = false): ReplicatedColumn => ({ name, type, array, nullable: true })

const PRICE: MergeUnit = {
  policy: 'lastWriteWins',
  name: 'price',
  columns: [column('amount', 'integer'), column('currency', 'text')],
}
const LOSSLESS: readonly MergeUnit[] = [
  { policy: 'counter', name: 'views', columns: [column('views', 'bigint')] },
  { policy: 'set', name: 'tags', columns: [column('tags', 'text', true)] },
  { policy: 'highest', name: 'state', columns: [column('state', 'text')], order: ['low', 'high'] },
  { policy: 'escrow', name: 'stock', columns: [column('stock', 'integer')] },
]
const TABLE: ReplicatedTable = {
  schema: 'public',
  name: 'offers',
  entity: 'Offer',
  key: [{ ...column('id', 'uuid'), nullable: false }],
  naturalKey: false,
  units: [PRICE, ...LOSSLESS],
}

test.each(LOSSLESS.map((unit) => [unit.policy, unit] as const))(
  'nothing is noted of %s, which loses nothing',
  (_policy, unit) => {
    expect(notedConflict(TABLE, unit)).toEqual([])
  },
)

test('both values are noted with the whole group, unless they are too large', () => {
  const [, , noting] = notedConflict(TABLE, PRICE)
  expect(noting).toContain("json_build_object('amount', OLD.amount, 'currency', OLD.currency)")
  expect(noting).toContain("json_build_object('amount', NEW.amount, 'currency', NEW.currency)")
  expect(noting).toMatch(/pg_column_size\(OLD\.currency\).* <= 1000000/)
})

test('a row that is not in conflict comes nowhere near the noting', () => {
  const source = mergeFunctions(TABLE).find((each) => each.name === 'offers_merge_update')?.source ?? ''
  const [before, noting] = source.split('convergence.log_conflict')
  expect(noting).toBeDefined()
  expect(before).toMatch(/RETURN NEW;[^]*RETURN NULL;[^]*old_seen :=/)
})
