import { httpProblem } from '@bicoastal/http'

/** The order is on its way and can no longer be cancelled. */
export class OrderShippedError extends httpProblem({
  code: 'order_shipped',
  status: 409,
  title: 'The order has been shipped',
  advice: 'Arrange a return; a shipped order stays shipped.',
}) {
  constructor(id: string) {
    super(`The order ${id} has been shipped and can no longer be cancelled.`)
  }
}

/** True when it was too late to cancel an order. */
export function isOrderShippedError(error: unknown): error is OrderShippedError {
  return error instanceof OrderShippedError
}
