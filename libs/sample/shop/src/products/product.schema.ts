import { text, uuid } from '@bicoastal/http'
import { z } from 'zod'
import { moneySchema } from '../money/money.js'
import { initialStockSchema } from '../stock/stock.schema.js'
import { MOST_TAGS, tagSchema } from './tag.schema.js'

const name = text(1, 200)
const description = text(0, 10_000)

/** The path of one product. */
export const productPathSchema = z.strictObject({ id: uuid() })

/** The body of `POST /v1/products`. */
export const newProductSchema = z.strictObject({
  name,
  description,
  price: moneySchema,
  tags: z.array(tagSchema).max(MOST_TAGS).optional(),
  stock: initialStockSchema.optional().describe('How many there are to sell. Without it they are not counted.'),
})

/** The body of `PATCH /v1/products/:id`: what is absent stays as it is. */
export const productChangesSchema = z
  .strictObject({ name: name.optional(), description: description.optional(), price: moneySchema.optional() })
  .refine((changes) => Object.keys(changes).length > 0, { error: 'names nothing to change' })

/** The query of `GET /v1/products`. */
export const productPageSchema = z.strictObject({
  cursor: z.string().max(200).optional().describe('`nextCursor` of the page before.'),
  tag: tagSchema.optional().describe('Only products with this tag.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('The most products on the page.'),
})

/** A product as callers see it. */
export const productSchema = z.strictObject({
  id: uuid(),
  name,
  description,
  price: moneySchema,
  likes: z.int().min(0),
  tags: z.array(tagSchema).describe('Sorted, each once.'),
  createdAt: z.iso.datetime(),
})

/** A page of products, newest first. */
export const productListSchema = z.strictObject({
  items: z.array(productSchema),
  nextCursor: z.string().nullable().describe('Where the next page starts; `null` on the last one.'),
})

/** What a merchant says of a new product. */
export type NewProduct = z.infer<typeof newProductSchema>

/** What a merchant changes of a product. */
export type ProductChanges = z.infer<typeof productChangesSchema>

/** Which page of products is asked for. */
export type ProductPageQuery = z.infer<typeof productPageSchema>

/** A product as callers see it. */
export type ProductDocument = z.infer<typeof productSchema>

/** A page of products, newest first. */
export type ProductList = z.infer<typeof productListSchema>

/** Which product is meant. */
export type ProductPath = z.infer<typeof productPathSchema>
