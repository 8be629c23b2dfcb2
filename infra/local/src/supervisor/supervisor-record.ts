import { existsSync, readFileSync, rmSync } from 'node:fs'
import { type ProcessIdentity, identify, isAlive } from '../process/process-identity.js'
import { replaceFile } from '../stack/replace-file.js'

/** Writes down that this process is the supervisor of a stack. */
export function recordSupervisor(file: string): void {
  replaceFile(file, JSON.stringify(identify(process.pid)))
}

/** Forgets the supervisor: it has ended in good order. */
export function forgetSupervisor(file: string): void {
  rmSync(file, { force: true })
}

/** The supervisor of a stack while it is alive. */
export function livingSupervisor(file: string): ProcessIdentity | undefined {
  if (!existsSync(file)) return undefined
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  return isAlive(recorded) ? recorded : undefined
}
