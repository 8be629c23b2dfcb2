import { describe, expect, test } from 'vitest'
import { primaryRole, standbyRole } from './role-settings.js'

describe('the settings of a role', () => {
  test('a primary without a standby waits for nothing', () => {
    expect(primaryRole(null)).toEqual({ synchronous_standby_names: '', synchronized_standby_slots: '' })
  })

  test('a primary waits for its standby with commits and with what it sends to the peer', () => {
    expect(primaryRole('b')).toEqual({
      synchronous_standby_names: 'postgres_b',
      synchronized_standby_slots: 'postgres_b',
    })
  })

  test('a standby names a database, without which it cannot copy logical slots', () => {
    const { primary_conninfo: connection, primary_slot_name: slot } = standbyRole('b', 8100, 'secret')
    expect(connection).toContain('dbname=postgres')
    expect(connection).toContain('application_name=postgres_b')
    expect(slot).toBe('postgres_b')
  })
})
