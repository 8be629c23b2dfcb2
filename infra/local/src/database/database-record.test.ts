import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FIRST_RECORD, readRecord, recordIn, writeRecord } from './database-record.js'
import { type DatabaseState, FAILOVER_TABLE } from './failover-table.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bicoastal-record-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the record of a database', () => {
  test('only the states with a complete standby are written down as such', () => {
    const states = Object.keys(FAILOVER_TABLE) as DatabaseState[]
    const complete = states.filter((state) => recordIn(state, { primary: 'a', standbyComplete: false }).standbyComplete)
    expect(complete).toEqual(['paired', 'restarting'])
  })

  test.each(['stopped', 'promoting'] as const)('being %s changes nothing about what is on the standby', (state) => {
    for (const standbyComplete of [true, false]) {
      expect(recordIn(state, { primary: 'b', standbyComplete }).standbyComplete).toBe(standbyComplete)
    }
  })

  test('is read as it was written, and is that of a new region where there is none', () => {
    const file = join(directory, 'east', 'database.json')
    expect(readRecord(file)).toEqual(FIRST_RECORD)
    writeRecord(file, { primary: 'b', standbyComplete: true })
    expect(readRecord(file)).toEqual({ primary: 'b', standbyComplete: true })
  })
})
