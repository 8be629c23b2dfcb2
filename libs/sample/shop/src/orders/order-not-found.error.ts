import { httpProblem } from '@bicoastal/http'

/** There is no such order, or it is not the business of the caller. */
export class OrderNotFoundError extends httpProblem({
  code: 'order_not_found',
  status: 404,
  title: 'There is no such order',
  advice: 'Check the id, and that the token is the one the order was placed with.',
}) {
  constructor(id: string) {
    super(`There is no order ${id} for this caller.`)
  }
}

/** True when an order is unknown to the caller. */
export function isOrderNotFoundError(error: unknown): error is OrderNotFoundError {
  return error instanceof OrderNotFoundError
}
