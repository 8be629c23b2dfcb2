import { httpProblem } from '../problem/http-problem.js'

/** The Idempotency-Key header is missing where it is needed, or is not a key. */
export class IdempotencyKeyInvalidError extends httpProblem({
  code: 'idempotency_key_invalid',
  status: 400,
  title: 'The Idempotency-Key is missing or malformed',
  advice: 'Send one Idempotency-Key of 1 to 255 visible ASCII characters, new for each request that is new.',
}) {}

/** True when a request lacked a usable Idempotency-Key. */
export function isIdempotencyKeyInvalidError(error: unknown): error is IdempotencyKeyInvalidError {
  return error instanceof IdempotencyKeyInvalidError
}
