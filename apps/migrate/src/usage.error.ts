import { BicoastalError } from '@bicoastal/kernel'

/** The program was called with arguments it does not know. */
export class UsageError extends BicoastalError {
  readonly code = 'usage'
  readonly advice = `Usage: migrate [--plan] <schema | subscribe>

  schema      bring tables, merge triggers, grants and publications of this region up to date; programs of the
              release may start when it ends well
  subscribe   let this region receive what the peer writes
  --plan      print the SQL that would run, and change nothing`

  constructor(problem: string) {
    super(`migrate was called wrongly: ${problem}.`)
  }
}

/** True when `error` says that the program was called wrongly. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof UsageError
}
