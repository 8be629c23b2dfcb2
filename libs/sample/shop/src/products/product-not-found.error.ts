import { httpProblem } from '@bicoastal/http'

/** There is no such product, or it has been deleted. */
export class ProductNotFoundError extends httpProblem({
  code: 'product_not_found',
  status: 404,
  title: 'There is no such product',
  advice: 'Check the id. A product created in the other region a moment ago may not have arrived here yet.',
}) {
  constructor(id: string) {
    super(`There is no product ${id}.`)
  }
}

/** True when a product is unknown or deleted. */
export function isProductNotFoundError(error: unknown): error is ProductNotFoundError {
  return error instanceof ProductNotFoundError
}
