import { BicoastalError } from '@bicoastal/kernel'

/** The npm package with the Postgres programs is not installed. */
export class MissingBinariesError extends BicoastalError {
  readonly code = 'missing_postgres_binaries'
  readonly advice = 'Run: npm ci (without --omit=optional and without --ignore-scripts)'

  constructor(packageName: string, cause: unknown) {
    super(`The npm package ${packageName} is not installed; there is no Postgres to run.`, { cause })
  }
}

/** True when `error` says that the Postgres programs are missing. */
export function isMissingBinariesError(error: unknown): error is MissingBinariesError {
  return error instanceof MissingBinariesError
}
