import { httpProblem } from '@bicoastal/http'

/** Nothing has been written to the counter yet. */
export class CounterNotFoundError extends httpProblem({
  code: 'counter_not_found',
  status: 404,
  title: 'There is no such counter',
  advice: 'Write to the key first; what the other region wrote a moment ago may not have arrived here yet.',
}) {
  constructor(key: string) {
    super(`Nothing has been written to the counter ${key}.`)
  }
}

/** True when a counter had never been written to. */
export function isCounterNotFoundError(error: unknown): error is CounterNotFoundError {
  return error instanceof CounterNotFoundError
}
