import { httpProblem } from '@bicoastal/http'

/** Nothing has been added to the set yet. */
export class SetNotFoundError extends httpProblem({
  code: 'set_not_found',
  status: 404,
  title: 'There is no such set',
  advice: 'Add an element first; what the other region added a moment ago may not have arrived here yet.',
}) {
  constructor(key: string) {
    super(`Nothing has been added to the set ${key}.`)
  }
}

/** True when nothing had ever been added to a set. */
export function isSetNotFoundError(error: unknown): error is SetNotFoundError {
  return error instanceof SetNotFoundError
}
