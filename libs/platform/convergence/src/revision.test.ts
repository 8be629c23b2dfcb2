import { describe, expect, test } from 'vitest'
import { HEARTBEAT_TABLE } from './heartbeat.js'
import type { ReplicatedTable } from './model/replicated-table.js'
import { REVISION_DIGITS, revisionOf } from './revision.js'

const integer = { type: 'integer', array: false, nullable: true } as const
const TABLE: ReplicatedTable = {
  ...HEARTBEAT_TABLE,
  units: [
    { policy: 'lastWriteWins', name: 'title', columns: [{ ...integer, name: 'title' }] },
    { policy: 'counter', name: 'likes', columns: [{ ...integer, name: 'likes' }] },
    { policy: 'highest', name: 'state', columns: [{ ...integer, name: 'state' }], order: ['draft', 'live'] },
  ],
}

const row = { _h: '100', _v_title: null, _n_likes: null, state: null }
const numberOf = (image: Record<string, string | null>): bigint => BigInt(revisionOf(TABLE, image))

describe('revisionOf', () => {
  test('is forty digits, so that revisions compare as text', () => {
    expect(revisionOf(TABLE, row)).toHaveLength(REVISION_DIGITS)
    expect(revisionOf(TABLE, row)).toBe('200'.padStart(REVISION_DIGITS, '0'))
  })

  test('adds up the version of every group, the parts of every counter and the rank of what climbs', () => {
    expect(numberOf({ ...row, _v_title: '150' })).toBe(250n)
    expect(numberOf({ ...row, _n_likes: '{1,2,3,4}' })).toBe(210n)
    expect(numberOf({ ...row, state: 'draft' })).toBe(201n)
    expect(numberOf({ ...row, state: 'live' })).toBe(202n)
  })

  test('ranks a value that a newer release declared above all known ones', () => {
    expect(numberOf({ ...row, state: 'sold' })).toBe(203n)
  })

  test('does not need columns that the log left out', () => {
    expect(numberOf({ _h: '100' })).toBe(200n)
  })
})
