import { httpProblem } from '@bicoastal/http'

/** The peer asks about a table that is not replicated here: it runs another release. */
export class UnknownTableError extends httpProblem({
  code: 'unknown_table',
  status: 422,
  title: 'This table is not replicated here',
  advice: 'Bring both regions to the same release; until then what needs this table waits.',
}) {
  constructor(table: string) {
    super(`The table ${table} is not replicated in this region's release.`)
  }
}

/** True when a table is not among those that this process replicates. */
export function isUnknownTableError(error: unknown): error is UnknownTableError {
  return error instanceof UnknownTableError
}
