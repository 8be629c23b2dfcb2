import { httpProblem } from '@bicoastal/http'

/** An order asks for products that are not there to be ordered. */
export class ProductUnavailableError extends httpProblem({
  code: 'product_unavailable',
  status: 422,
  title: 'A product cannot be ordered',
  advice: 'Remove the products named here from the order; they are unknown or have been deleted.',
}) {
  constructor(ids: readonly string[]) {
    super(`Not to be ordered: ${ids.join(', ')}.`)
  }
}

/** True when an order asked for a product that is unknown or deleted. */
export function isProductUnavailableError(error: unknown): error is ProductUnavailableError {
  return error instanceof ProductUnavailableError
}
