const LOCK_NOT_AVAILABLE = '55P03'
const DEADLOCK = '40P01'

/** Whether an error says only that somebody else holds what was needed: it will pass, and is no reason to leave other work undone. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === LOCK_NOT_AVAILABLE || error.code === DEADLOCK)
}
