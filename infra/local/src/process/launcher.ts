import { spawnSync } from 'node:child_process'
import { findProgram } from './find-program.js'
import type { Account } from './account.js'

/** A command line: what to execute and its arguments. */
export interface CommandLine {
  readonly command: string
  readonly args: readonly string[]
}

/**
 * The capability survives the change of user and the execution. `no_setuid_fixup` makes access(2) respect it, too:
 * initdb asks that way whether it may execute `postgres`.
 */
const SECURE = ['--securebits', '+no_setuid_fixup']
const TRAVERSE = [...SECURE, '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override']

let mayTraverse: boolean | undefined

/**
 * Wraps a command line in `setpriv`, which replaces itself by the program (same pid), so that the program
 * - receives `parentDeath` when the process that started it dies, however it dies: nothing is left behind;
 * - runs as `account`, still able to pass through directories closed to it (a clone under /root, a 0700 temporary
 *   directory). Where the kernel withholds that capability the program runs without it.
 */
export function launchedBy(
  program: CommandLine,
  options: { readonly parentDeath: NodeJS.Signals; readonly account?: Account | undefined },
): CommandLine {
  const args = ['--pdeathsig', options.parentDeath]
  if (options.account) args.push(...stepDown(options.account))
  return { command: findProgram('setpriv'), args: [...args, '--', program.command, ...program.args] }
}

function stepDown(account: Account): string[] {
  const identity = ['--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups']
  mayTraverse ??= spawnSync(findProgram('setpriv'), [...identity, ...TRAVERSE, '--', 'true']).status === 0
  return mayTraverse ? [...identity, ...TRAVERSE] : identity
}
