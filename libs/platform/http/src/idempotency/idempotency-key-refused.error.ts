import { httpProblem } from '../problem/http-problem.js'

/** An Idempotency-Key came with a request that cannot be made safe to repeat. */
export class IdempotencyKeyRefusedError extends httpProblem({
  code: 'idempotency_key_refused',
  status: 400,
  title: 'This request takes no Idempotency-Key',
  advice: 'Send it without the header. When no answer arrives, read the value before deciding to send it again.',
}) {
  constructor() {
    super('Each of these requests counts, so a repetition under the same Idempotency-Key would count twice.')
  }
}

/** True when an Idempotency-Key was sent where none is taken. */
export function isIdempotencyKeyRefusedError(error: unknown): error is IdempotencyKeyRefusedError {
  return error instanceof IdempotencyKeyRefusedError
}
