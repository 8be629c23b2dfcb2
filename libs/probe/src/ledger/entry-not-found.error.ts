import { httpProblem } from '@bicoastal/http'

/** There is no such entry in the ledger, here and now. */
export class EntryNotFoundError extends httpProblem({
  code: 'entry_not_found',
  status: 404,
  title: 'There is no such entry',
  advice: 'Check the id; what the other region wrote a moment ago may not have arrived here yet.',
}) {
  constructor(id: string) {
    super(`There is no entry ${id} in the ledger.`)
  }
}

/** True when an entry is not in the ledger. */
export function isEntryNotFoundError(error: unknown): error is EntryNotFoundError {
  return error instanceof EntryNotFoundError
}
