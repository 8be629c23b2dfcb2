import type { Pool } from 'pg'

/** An order of this drill as it is in one region, with the jobs that were promised for it. */
export interface OrderState {
  readonly id: string
  readonly state: string
  /** The state of every job whose payload names this order. */
  readonly jobStates: readonly string[]
}

const ORDERS = `
  -- In: prefix of the drill's customers. Out: their orders, each with the states of the jobs that name it.
  SELECT orders.id, orders.state, array_remove(array_agg(jobs.state), NULL) AS "jobStates"
  FROM public.orders LEFT JOIN public.jobs ON jobs.payload ->> 'orderId' = orders.id::text
  WHERE starts_with(orders.customer, $1)
  GROUP BY orders.id`

/** The orders that the drill `runId` placed. */
export async function readOrders(sql: Pool, runId: string): Promise<readonly OrderState[]> {
  return (await sql.query<OrderState>(ORDERS, [`${runId}-`])).rows
}
