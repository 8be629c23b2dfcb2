import type { Workload } from './workload.js'

/** Reads products that both regions have had since before the drill, as most traffic of a shop does. */
export function readWorkload(perSecond: number, productIds: readonly string[]): Workload<null, null> {
  return {
    name: 'reads',
    perSecond,
    next(random) {
      return {
        name: 'GET product',
        method: 'GET',
        path: `/v1/products/${random.pick(productIds)}`,
        role: 'customer',
        intent: null,
        receipt: () => null,
      }
    },
  }
}
