import { type Attempt, isAcknowledged } from '../history/attempt.js'
import type { ProductIntent, ProductReceipt } from '../workloads/products.js'
import type { ProductState } from '../states/products.js'
import type { Finding } from './finding.js'

/** Every acknowledged product is there under its id and name, and no request created two. */
export function checkProducts(
  attempts: readonly Attempt<ProductIntent, ProductReceipt>[],
  products: readonly ProductState[],
): Finding[] {
  const names = new Map(products.map((product) => [product.id, product.name]))
  const lost = attempts
    .filter(isAcknowledged)
    .filter((attempt) => names.get(attempt.receipt.id) !== attempt.intent.name)
    .map((attempt): Finding => {
      const found = names.get(attempt.receipt.id)
      const explanation = `"${attempt.intent.name}" was acknowledged; ${found === undefined ? 'it is not there' : `"${found}" is there`}.`
      return { kind: 'lost', subject: `product ${attempt.receipt.id}`, explanation }
    })
  const asked = new Set(attempts.map((attempt) => attempt.intent.name))
  const surplus = [...Map.groupBy(products, (product) => product.name)].flatMap(([name, rows]): Finding[] => {
    const subject = `product "${name}"`
    if (!asked.has(name)) return [{ kind: 'invented', subject, explanation: 'No request asked for it.' }]
    if (rows.length === 1) return []
    return [{ kind: 'duplicate', subject, explanation: `One request created ${rows.length} rows.` }]
  })
  return [...lost, ...surplus]
}
