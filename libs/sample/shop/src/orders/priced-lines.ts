import type { Product } from '../products/product.entity.js'
import { MixedCurrenciesError } from './mixed-currencies.error.js'
import type { OrderLine } from './order.entity.js'
import type { NewOrder } from './order.schema.js'
import { ProductUnavailableError } from './product-unavailable.error.js'

/** What the price of a line is taken from. */
export type PricedProduct = Pick<Product, 'id' | 'amount' | 'currency'>

/**
 * The lines of an order at the prices that `products` have now.
 *
 * @throws ProductUnavailableError naming every item that is not among `products`.
 * @throws MixedCurrenciesError when the lines are not all priced in one currency.
 */
export function pricedLines(items: NewOrder['items'], products: readonly PricedProduct[]): OrderLine[] {
  const productsById = new Map(products.map((product) => [product.id, product]))
  const lines: OrderLine[] = []
  const unavailable: string[] = []
  for (const { productId, quantity } of items) {
    const product = productsById.get(productId)
    if (product) {
      lines.push({ productId, quantity, price: { amount: product.amount, currency: product.currency } })
    } else {
      unavailable.push(productId)
    }
  }
  if (unavailable.length > 0) {
    throw new ProductUnavailableError(unavailable)
  }
  const currencies = new Set(lines.map((line) => line.price.currency))
  if (currencies.size > 1) {
    throw new MixedCurrenciesError([...currencies].toSorted())
  }
  return lines
}
