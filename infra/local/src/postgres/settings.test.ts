import { describe, expect, test } from 'vitest'
import { renderSettings } from './settings.js'

describe('postgresql.conf', () => {
  test('quotes every value, so that none can end its line or string', () => {
    const text = renderSettings({ port: 5432, hot_standby: true, fsync: false, cluster_name: `it's a \\ name` })
    expect(text).toBe(`port = '5432'\nhot_standby = 'on'\nfsync = 'off'\ncluster_name = 'it''s a \\\\ name'\n`)
  })

  test('reads included files last, because the last value wins', () => {
    expect(renderSettings({ port: 1 }, ['role.conf'])).toBe(`port = '1'\ninclude = 'role.conf'\n`)
  })
})
