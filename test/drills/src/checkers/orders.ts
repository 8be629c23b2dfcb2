import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { OrderIntent, OrderReceipt } from '../workloads/orders.js'
import type { OrderState } from '../states/orders.js'
import type { Finding } from './finding.js'

/**
 * Every acknowledged order is there, no request placed two, and every order that is there was paid by exactly one job,
 * also one whose caller never got an answer: its row promises the job.
 */
export function checkOrders(
  attempts: readonly Attempt<OrderIntent, OrderReceipt>[],
  orders: readonly OrderState[],
): Finding[] {
  const byId = new Map(orders.map((order) => [order.id, order]))
  const lost = attempts
    .filter(isAcknowledged)
    .filter((attempt) => !byId.has(attempt.receipt.id))
    .map((attempt): Finding => {
      const explanation = `Placing it under key ${attempt.intent.idempotencyKey} was acknowledged; it is not there.`
      return { kind: 'lost', subject: `order ${attempt.receipt.id}`, explanation }
    })
  return [...lost, ...surplusOf(attempts, orders), ...orders.flatMap(checkPayment)]
}

/** Orders carry nothing of the request that a checker could read, so surplus shows in their number. */
function surplusOf(attempts: readonly Attempt<OrderIntent, OrderReceipt>[], orders: readonly OrderState[]): Finding[] {
  const promised = new Set(attempts.filter(isAcknowledged).map((attempt) => attempt.receipt.id))
  const unexplained = orders.filter((order) => !promised.has(order.id))
  const explained = attempts.filter(isUndetermined).length
  if (unexplained.length <= explained) return []
  const explanation = `${unexplained.length} orders belong to no acknowledged request; only ${explained} requests are undetermined.`
  return [{ kind: 'duplicate', subject: 'orders', explanation }]
}

function checkPayment(order: OrderState): Finding[] {
  const subject = `order ${order.id}`
  const jobs = order.jobStates.join(', ') || 'none'
  if (order.jobStates.length > 1) return [{ kind: 'duplicate', subject, explanation: `It has several jobs: ${jobs}.` }]
  if (order.state === 'paid' && order.jobStates[0] === 'done') return []
  return [{ kind: 'unfinished', subject, explanation: `It is "${order.state}"; its jobs: ${jobs}.` }]
}
