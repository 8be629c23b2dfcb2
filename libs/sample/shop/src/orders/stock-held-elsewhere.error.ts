import { httpProblem } from '@bicoastal/http'

/**
 * This region has fewer of a product than were ordered, and the other one, which may have more, cannot be asked. Not "out of
 * stock": that would be a final answer, and a wrong one.
 */
export class StockHeldElsewhereError extends httpProblem({
  code: 'stock_held_elsewhere',
  status: 503,
  title: 'The rest of the stock is held by the other region, which cannot be asked now',
  advice: 'Order fewer, or repeat the request after the time in retry-after: nothing was ordered.',
  retryAfter: 5,
}) {
  constructor(productIds: readonly string[], cause: unknown) {
    super(`What this region may sell is less than was ordered: ${productIds.join(', ')}.`, { cause })
  }
}

/** True when the other region could not be asked for stock. */
export function isStockHeldElsewhereError(error: unknown): error is StockHeldElsewhereError {
  return error instanceof StockHeldElsewhereError
}
