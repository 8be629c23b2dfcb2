import { execFileSync } from 'node:child_process'
import { findProgram } from '../process/find-program.js'

let major: number | undefined

/**
 * The major version of the installed redis-server.
 *
 * @throws MissingProgramError when there is none.
 */
export function redisMajorVersion(): number {
  major ??= Number(/v=(\d+)/.exec(execFileSync(findProgram('redis-server'), ['--version'], { encoding: 'utf8' }))?.[1])
  return major
}
