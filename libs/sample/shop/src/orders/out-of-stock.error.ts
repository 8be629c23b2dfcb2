import { httpProblem } from '@bicoastal/http'

/** Both regions together have fewer of a product than were ordered. */
export class OutOfStockError extends httpProblem({
  code: 'out_of_stock',
  status: 409,
  title: 'There are not as many left',
  advice: 'Order fewer of the products named here, or wait until there are more.',
}) {
  constructor(productIds: readonly string[]) {
    super(`Not as many are left as were ordered: ${productIds.join(', ')}.`)
  }
}

/** True when an order asked for more than both regions have. */
export function isOutOfStockError(error: unknown): error is OutOfStockError {
  return error instanceof OutOfStockError
}
