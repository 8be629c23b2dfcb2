import type { Pool } from 'pg'
import type { OrderState } from './orders.js'
import type { ProductState } from './products.js'
import type { RegisterState } from './registers.js'

/** Everything that one drill wrote, as it is in one region. */
export interface RegionState {
  readonly registers: ReadonlyMap<string, RegisterState>
  readonly counters: ReadonlyMap<string, bigint>
  readonly products: readonly ProductState[]
  readonly orders: readonly OrderState[]
}

const REGISTERS = `
  -- In: prefix of the drill's keys. Out: value and version of each of its registers.
  SELECT key, value, coalesce(_v_value, _h) AS version FROM public.probe_registers WHERE starts_with(key, $1)`

const COUNTERS = `
  -- In: prefix of the drill's keys. Out: its counters.
  SELECT key, value FROM public.probe_counters WHERE starts_with(key, $1)`

const PRODUCTS = `
  -- In: prefix of the drill's names. Out: its products.
  SELECT id, name FROM public.products WHERE starts_with(name, $1) AND deleted_at IS NULL`

const ORDERS = `
  -- In: prefix of the drill's customers. Out: their orders, each with the states of the jobs that name it.
  SELECT orders.id, orders.state, array_remove(array_agg(jobs.state), NULL) AS "jobStates"
  FROM public.orders LEFT JOIN public.jobs ON jobs.payload ->> 'orderId' = orders.id::text
  WHERE starts_with(orders.customer, $1)
  GROUP BY orders.id`

/** Reads what the drill `runId` left in one region. */
export async function readRegionState(sql: Pool, runId: string): Promise<RegionState> {
  const [registers, counters, products, orders] = await Promise.all([
    sql.query<{ key: string; value: string; version: string }>(REGISTERS, [`${runId}-`]),
    sql.query<{ key: string; value: string }>(COUNTERS, [`${runId}-`]),
    sql.query<ProductState>(PRODUCTS, [`${runId} product `]),
    sql.query<OrderState>(ORDERS, [`${runId}-`]),
  ])
  return {
    registers: new Map(registers.rows.map(({ key, value, version }) => [key, { value, version: BigInt(version) }])),
    counters: new Map(counters.rows.map(({ key, value }) => [key, BigInt(value)])),
    products: products.rows,
    orders: orders.rows,
  }
}
