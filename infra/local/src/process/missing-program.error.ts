import { BicoastalError } from '@bicoastal/kernel'

const PACKAGES: Readonly<Record<string, string>> = { setpriv: 'util-linux', env: 'coreutils' }

/** A program that the stack runs is not installed. */
export class MissingProgramError extends BicoastalError {
  readonly code = 'missing_program'
  readonly advice: string

  constructor(program: string) {
    super(`The program ${program} is not installed; the stack cannot run without it.`)
    this.advice = `Run: sudo apt-get install -y ${PACKAGES[program] ?? program}`
  }
}

/** True when `error` says that a program has to be installed. */
export function isMissingProgramError(error: unknown): error is MissingProgramError {
  return error instanceof MissingProgramError
}
