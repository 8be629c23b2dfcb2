import { existsSync, readFileSync } from 'node:fs'
import type { NodeName } from '../stack/port-plan.js'
import { replaceFile } from '../stack/replace-file.js'
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

/** Writes the record down; it is on disk when this returns. */
export function writeRecord(file: string, record: DatabaseRecord): void {
  replaceFile(file, JSON.stringify(record), { durable: true })
}
