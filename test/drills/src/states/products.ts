import type { Pool } from 'pg'

/** A product of this drill as it is in one region. */
export interface ProductState {
  readonly id: string
  readonly name: string
}

const PRODUCTS = `
  -- In: prefix of the drill's names. Out: its products that were not deleted.
  SELECT id, name FROM public.products WHERE starts_with(name, $1) AND deleted_at IS NULL`

/** The products that the drill `runId` created. */
export async function readProducts(sql: Pool, runId: string): Promise<readonly ProductState[]> {
  return (await sql.query<ProductState>(PRODUCTS, [`${runId} product `])).rows
}
