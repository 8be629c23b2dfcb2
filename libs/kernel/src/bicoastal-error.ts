/**
 * The base of every error this project throws on purpose.
 *
 * The message says what failed and what it means, `advice` what to do about it, both written for a
 * person at 3 a.m.; `code` never changes once released, so that callers and alerts may depend on it.
 */
export abstract class BicoastalError extends Error {
  /** Stable, `snake_case`, unique in the project. */
  abstract readonly code: string
  /** What the reader should do now. */
  abstract readonly advice: string

  override get name(): string {
    return this.constructor.name
  }
}

/** True for errors thrown on purpose by this project. Works across duplicate copies of this module. */
export function isBicoastalError(error: unknown): error is BicoastalError {
  return error instanceof Error && 'code' in error && 'advice' in error && typeof error.advice === 'string'
}
