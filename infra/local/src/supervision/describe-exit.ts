import type { ProgramExit } from '../process/running-program.js'

/** How a program ended, for people. */
export function describeExit(exit: ProgramExit): string {
  return exit.signal ? `ended by ${exit.signal}` : `ended with code ${exit.code}`
}
