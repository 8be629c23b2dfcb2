import { httpProblem } from '@bicoastal/http'

/** Nobody has said how many of the product there are. */
export class StockNotTrackedError extends httpProblem({
  code: 'stock_not_tracked',
  status: 404,
  title: 'The stock of this product is not counted',
  advice: 'Add stock to count it from now on; until then the product can always be ordered.',
}) {
  constructor(productId: string) {
    super(`There is no stock of the product ${productId}.`)
  }
}

/** True when nobody had said how many of a product there are. */
export function isStockNotTrackedError(error: unknown): error is StockNotTrackedError {
  return error instanceof StockNotTrackedError
}
