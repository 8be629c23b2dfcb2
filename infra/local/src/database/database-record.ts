import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { NodeName } from '../stack/port-plan.js'
import { COMPLETE_STATES, type DatabaseState } from './failover-table.js'

/** What must be known about a region's database after everything was killed at once. */
export interface DatabaseRecord {
  readonly primary: NodeName
  /** The other node holds every acknowledged commit, and every slot. */
  readonly standbyComplete: boolean
}

/** The record of a region that never ran. */
export const FIRST_RECORD: DatabaseRecord = { primary: 'a', standbyComplete: false }

/**
 * What `record` becomes in `state`. Being stopped and being promoted change nothing about what is on the standby's
 * disk.
 */
export function recordIn(state: DatabaseState, record: DatabaseRecord): DatabaseRecord {
  if (state === 'stopped' || state === 'promoting') return record
  return { ...record, standbyComplete: COMPLETE_STATES.includes(state) }
}

/** Reads the record, {@link FIRST_RECORD} where there is none. */
export function readRecord(file: string): DatabaseRecord {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DatabaseRecord) : FIRST_RECORD
}

/** Replaces the record in one step: a reader sees the old one or the new one. */
export function writeRecord(file: string, record: DatabaseRecord): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(record), { flush: true })
  renameSync(`${file}.new`, file)
}
