import { httpProblem } from '../problem/http-problem.js'

/** An Idempotency-Key came with another request than the one it was first used for. Thrown by the domain. */
export class IdempotencyKeyReusedError extends httpProblem({
  code: 'idempotency_key_reused',
  status: 422,
  title: 'The Idempotency-Key belongs to another request',
  advice: 'Repeat a request unchanged, or send a new Idempotency-Key with a new one.',
}) {
  constructor() {
    super('The same Idempotency-Key was used before with a different body.')
  }
}

/** True when an Idempotency-Key came with another body than before. */
export function isIdempotencyKeyReusedError(error: unknown): error is IdempotencyKeyReusedError {
  return error instanceof IdempotencyKeyReusedError
}
