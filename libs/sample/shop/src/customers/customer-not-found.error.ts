import { httpProblem } from '@bicoastal/http'

/** There is no such customer, or it is not the business of the caller. */
export class CustomerNotFoundError extends httpProblem({
  code: 'customer_not_found',
  status: 404,
  title: 'There is no such customer',
  advice: 'Check the id, and that the token is the one the customer was registered with.',
}) {
  constructor(id: string) {
    super(`There is no customer ${id} for this caller.`)
  }
}

/** True when a customer is unknown to the caller. */
export function isCustomerNotFoundError(error: unknown): error is CustomerNotFoundError {
  return error instanceof CustomerNotFoundError
}
