import { httpProblem } from '@bicoastal/http'
import type { EscrowReference } from './escrow-reference.js'

/** A column is not an escrow in this process's release. */
export class UnknownEscrowError extends httpProblem({
  code: 'unknown_escrow',
  status: 422,
  title: 'This column is not an escrow here',
  advice: 'Bring both regions to the same release; until then each spends what it has.',
}) {
  constructor({ table, column }: Pick<EscrowReference, 'table' | 'column'>) {
    super(`The column ${column} of ${table} does not merge as escrow() in this region's release.`)
  }
}

/** True when a column is not among the escrows of this process. */
export function isUnknownEscrowError(error: unknown): error is UnknownEscrowError {
  return error instanceof UnknownEscrowError
}
