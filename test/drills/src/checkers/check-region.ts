import type { History } from '../history/history.js'
import type { CounterIntent } from '../workloads/counters.js'
import type { OrderIntent, OrderReceipt } from '../workloads/orders.js'
import type { ProductIntent, ProductReceipt } from '../workloads/products.js'
import type { RegisterIntent, RegisterReceipt } from '../workloads/registers.js'
import { checkCounters } from './counters.js'
import type { Finding } from './finding.js'
import { checkOrders } from './orders.js'
import { checkProducts } from './products.js'
import type { RegionState } from './region-state.js'
import { checkRegisters } from './registers.js'

/** Every promise of the history that one region does not keep. */
export function checkRegion(history: History, state: RegionState): Finding[] {
  return [
    ...checkRegisters(history.of<RegisterIntent, RegisterReceipt>('registers'), state.registers),
    ...checkCounters(history.of<CounterIntent, null>('counters'), state.counters),
    ...checkProducts(history.of<ProductIntent, ProductReceipt>('products'), state.products),
    ...checkOrders(history.of<OrderIntent, OrderReceipt>('orders'), state.orders),
  ]
}
