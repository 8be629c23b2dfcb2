import type { ProductDocument } from './product.schema.js'

/** A product as the statements in `product-statements.ts` return it when it is new: nothing older can be in a cache. */
export interface NewProductRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly amount: string
  readonly currency: string
  readonly likes: string
  readonly request_fingerprint: string | null
  readonly created_at: Date
  readonly deleted: boolean
}

/** A product as the other statements return it. */
export interface ProductRow extends NewProductRow {
  /** Grows with every change of the row, local or merged. */
  readonly revision: string
}

/** What callers may see of a row. Every answer that shows a product is built here, so that all of them agree. */
export function productDocument(row: NewProductRow): ProductDocument {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    price: { amount: Number(row.amount), currency: row.currency },
    likes: Number(row.likes),
    createdAt: row.created_at.toISOString(),
  }
}

/** The JSON text of a product: what the cache keeps and what is sent, byte for byte. */
export function productBody(row: NewProductRow): string {
  return JSON.stringify(productDocument(row))
}
