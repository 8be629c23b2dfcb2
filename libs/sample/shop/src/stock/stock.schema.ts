import { uuid } from '@bicoastal/http'
import { z } from 'zod'

/** The most that is stocked, or added, at once: a thousand thousand additions keep the sum an exact number. */
export const LARGEST_STOCK = 1_000_000_000

/** How many of a product there are, when it is created. */
export const initialStockSchema = z.int().min(0).max(LARGEST_STOCK)

/** The path of the stock of one product. */
export const stockPathSchema = z.strictObject({ id: uuid() })

/** The body of `POST /v1/products/:id/stock`. */
export const restockSchema = z.strictObject({ add: z.int().min(1).max(LARGEST_STOCK) })

/** The stock of a product as callers see it. */
export const stockSchema = z.strictObject({
  available: z.int().min(0).describe('Can still be ordered, in both regions together, as far as is known here.'),
  here: z.int().describe('Of them, what this region sells without asking.'),
  peer: z.int().describe('Of them, what the other region sells, as far as is known here.'),
  reserved: z.int().describe('Held by orders that are neither cancelled nor shipped.'),
})

/** What a merchant adds. */
export type Restock = z.infer<typeof restockSchema>

/** The stock of a product as callers see it. */
export type StockDocument = z.infer<typeof stockSchema>

/** Which product's stock is meant. */
export type StockPath = z.infer<typeof stockPathSchema>
