import type { ProductDocument } from './product.schema.js'

/** What answers show of a product, as the statements in `product-statements.ts` return it. */
export interface ShownProductRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly amount: string
  readonly currency: string
  readonly likes: string
  readonly tags: readonly string[]
  readonly request_fingerprint: string | null
  readonly created_at: Date
  readonly deleted: boolean
}

/** The same from statements whose result goes to the cache, or makes the cache forget. */
export interface ProductRow extends ShownProductRow {
  /** Grows with every change of the row, local or merged. */
  readonly revision: string
}

/** What callers may see of a row. Every answer that shows a product is built here, so that all of them agree. */
export function productDocument(row: ShownProductRow): ProductDocument {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    price: { amount: Number(row.amount), currency: row.currency },
    likes: Number(row.likes),
    tags: [...row.tags],
    createdAt: row.created_at.toISOString(),
  }
}

/** The JSON text of a product: what the cache keeps and what is sent, byte for byte. */
export function productBody(row: ShownProductRow): string {
  return JSON.stringify(productDocument(row))
}
