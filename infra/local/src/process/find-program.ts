import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { MissingProgramError } from './missing-program.error.js'

/** Where Debian puts servers; not on the PATH of an ordinary user. */
const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/**
 * The absolute path of a program of the system, from PATH or the system's own directories.
 *
 * @throws MissingProgramError naming the package to install when it is nowhere.
 */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string {
  for (const directory of [...path.split(delimiter), ...SYSTEM_DIRECTORIES]) {
    const candidate = join(directory, name)
    if (directory !== '' && isExecutable(candidate)) return candidate
  }
  throw new MissingProgramError(name)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Absent or not ours to execute: either way the search goes on, and ends in MissingProgramError.
    return false
  }
}
