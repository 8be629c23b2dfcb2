import { describe, expect, test } from 'vitest'
import { HEARTBEAT_TABLE } from '../heartbeat.js'
import { desiredState } from '../install/desired-state.js'
import type { ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'
import { createFunction } from './sql-function.js'
import { tableFunctionName } from './table-functions.js'
import { createTrigger, triggersOf } from './triggers.js'

const column = (name: string, type: string, nullable = false): ReplicatedColumn => ({
  name,
  type,
  nullable,
  array: false,
})

const ORDERS: ReplicatedTable = {
  schema: 'public',
  name: 'orders',
  entity: 'Order',
  key: [column('id', 'uuid')],
  naturalKey: false,
  units: [
    { policy: 'lastWriteWins', name: 'buyer', columns: [column('name', 'text'), column('user', 'text')] },
    { policy: 'counter', name: 'views', columns: [column('views', 'bigint')] },
    { policy: 'highest', name: 'state', columns: [column('state', 'text')], order: ['placed', "buyer's"] },
    { policy: 'tombstone', name: 'deleted_at', columns: [column('deleted_at', 'timestamp with time zone', true)] },
  ],
}
const NATURAL: ReplicatedTable = { ...ORDERS, name: 'slugs', key: [column('slug', 'text')], naturalKey: true }

const state = desiredState({
  region: 'east',
  tables: [ORDERS, NATURAL],
  roles: { application: 'app', replication: 'repl' },
})
const functions = [...state.sharedFunctions, ...state.tableFunctions]
const sourceOf = (name: string): string => functions.find((each) => each.name === name)?.source ?? ''

describe('every generated function', () => {
  test.each(functions.map((each) => [each.name, each] as const))(
    '%s says what it does, takes, gives and keeps',
    (_name, each) => {
      expect(each.source).toMatch(/^\n-- .+\n-- Inputs: .+\n-- Outputs: .+\n-- Invariants: .+\n/)
    },
  )

  test('is static and does not depend on a search path', () => {
    for (const each of functions) {
      const statements = each.source.replaceAll(/^\s*--.*$/gm, '')
      expect(createFunction(each)).not.toMatch(/\bEXECUTE\b(?! FUNCTION)/)
      expect(statements).not.toMatch(
        /\b(?:FROM|INTO|JOIN|UPDATE) (?!public\.|convergence\.|here\b|SET\b|%)[a-z]+\b(?=[ ;])/m,
      )
      expect(statements).not.toMatch(
        /(?<!convergence\.)\b(?:tick|clock|region|includes|log_conflict|(?:counter|escrow)_\w+|set_(?:write|elements|merge))\(/,
      )
    }
  })

  test('quotes names that SQL reserves and texts with quotes', () => {
    expect(sourceOf('orders_stamp_update')).toContain('NEW."user"')
    expect(sourceOf('orders_merge_update')).toContain("WHEN 'buyer''s' THEN 2")
  })
})

describe('triggers', () => {
  test('have no condition outside the function: the apply worker would pay for it with every row', () => {
    for (const trigger of triggersOf(ORDERS)) expect(createTrigger(ORDERS, trigger)).not.toMatch(/\bWHEN\b/)
  })

  test('stamp local writes and merge replicated ones, never the other way round', () => {
    const fires = triggersOf(ORDERS).map((trigger) => [trigger.function, trigger.fires])
    expect(fires).toEqual([
      ['orders_stamp_insert', 'origin'],
      ['orders_stamp_update', 'origin'],
      ['orders_merge_insert', 'replica'],
      ['orders_merge_update', 'replica'],
      ['refuse_delete', 'origin'],
    ])
  })

  test('look keys up by index, also with a plan that was made while the table was empty', () => {
    for (const table of ['orders', 'slugs']) {
      expect(sourceOf(`${table}_merge_insert`)).toMatch(/set_config\('enable_seqscan', 'off', false\)[^]*FROM public/)
    }
  })

  test('upsert a natural key that is new here, and let a UUID through', () => {
    expect(sourceOf('orders_merge_insert')).toContain('NOT FOUND OR')
    expect(sourceOf('slugs_merge_insert')).not.toContain('NOT FOUND OR')
  })
})

describe('the desired state', () => {
  test('publishes bookkeeping and the heartbeat to the peer, and only the entities to the relay', () => {
    const [peer, relay] = state.publications
    expect(peer?.tables.map((table) => table.name)).toEqual(['orders', 'slugs', HEARTBEAT_TABLE.name])
    expect(peer?.tables[0]?.columns).toEqual([
      'id',
      'name',
      'user',
      'views',
      'state',
      'deleted_at',
      '_h',
      '_seen_east',
      '_seen_west',
      '_v_buyer',
      '_n_views',
      '_v_deleted_at',
    ])
    expect(relay?.tables).toEqual([
      { schema: 'public', name: 'orders', columns: null },
      { schema: 'public', name: 'slugs', columns: null },
    ])
  })

  test('differs between regions in the region number alone', () => {
    const west = desiredState({ ...state, region: 'west' })
    const differing = [...west.sharedFunctions, ...west.tableFunctions].filter(
      (each) => each.source !== sourceOf(each.name),
    )
    expect(differing.map((each) => each.name)).toEqual(['region', 'positions'])
  })

  test('refuses a table whose function names PostgreSQL would cut', () => {
    expect(() => tableFunctionName({ ...ORDERS, name: 'x'.repeat(60) }, 'merge_insert')).toThrow(RangeError)
  })
})
