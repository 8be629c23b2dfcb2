import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { type ShownProduct, createProduct, deleteProduct } from './catalogue.js'

interface Page {
  readonly items: readonly ShownProduct[]
  readonly nextCursor: string | null
}

let api: ApiUnderTest
let newestFirst: ShownProduct[]

beforeAll(async () => {
  api = await startApi()
  const products: ShownProduct[] = []
  for (let number = 1; number <= 7; number += 1) products.push(await createProduct(api, { name: `Cup ${number}` }))
  // Several products of one millisecond: only the id decides which of them comes first.
  await api.region.sql.query(
    `UPDATE products SET created_at = (SELECT created_at FROM products WHERE name = 'Cup 4') WHERE name IN ('Cup 3', 'Cup 5')`,
  )
  const { rows } = await api.region.sql.query<{ id: string }>(
    'SELECT id FROM products ORDER BY created_at DESC, id DESC',
  )
  newestFirst = rows.flatMap(({ id }) => products.filter((product) => product.id === id))
})
afterAll(() => api?.stop())

async function page(query: object): Promise<Page> {
  const { body } = await api.request.get('/v1/products').query(query).expect(200)
  return body as Page
}

/** The names on every page, following the cursors. */
async function walk(limit: number): Promise<string[][]> {
  const pages: string[][] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, nextCursor } = await page({ limit, ...(cursor === undefined ? {} : { cursor }) })
    pages.push(items.map(({ name }) => name))
    cursor = nextCursor
  }
  return pages
}

describe('the list of products', () => {
  test('shows all of them, newest first, to anyone', async () => {
    const { items, nextCursor } = await page({})
    expect(items.map(({ id }) => id)).toEqual(newestFirst.map(({ id }) => id))
    expect(nextCursor).toBeNull()
  })

  test.each([1, 2, 3, 6, 7, 8])('shows each product once in pages of %i', async (limit) => {
    const names = newestFirst.map(({ name }) => name)
    const pages = Array.from({ length: Math.ceil(7 / limit) }, (_, index) =>
      names.slice(index * limit, (index + 1) * limit),
    )
    expect(await walk(limit)).toEqual(pages)
  })

  test('goes on where it was when a product is added meanwhile, and leaves out those deleted meanwhile', async () => {
    const first = await page({ limit: 3 })
    const [added, deleted] = [await createProduct(api, { name: 'Late' }), newestFirst[4] as ShownProduct]
    await deleteProduct(api, deleted.id)
    const rest = await page({ cursor: first.nextCursor })
    const expected = newestFirst.slice(3).filter(({ id }) => id !== deleted.id)
    expect(rest.items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    expect((await page({ limit: 1 })).items[0]?.id).toBe(added.id)
  })

  test.each(['x', 'null', 'MTc5NTQwMzA0NTY3OA', '%00', 'a'.repeat(200)])('refuses the cursor %s', async (cursor) => {
    const { status, body } = await api.request.get('/v1/products').query({ cursor })
    expect([status, body.code]).toEqual([400, 'invalid_cursor'])
  })

  test.each([{ limit: 0 }, { limit: 101 }, { limit: 'ten' }, { page: 2 }, { cursor: 'a'.repeat(201) }])(
    'refuses the query %j',
    async (query) => {
      const { status, body } = await api.request.get('/v1/products').query(query)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    },
  )

  test('finds a page by its index, however many products there are', async () => {
    const client = await api.region.sql.connect()
    try {
      await client.query('SET enable_seqscan = off')
      const { rows } = await client.query(
        `EXPLAIN SELECT id FROM products WHERE deleted_at IS NULL AND (created_at, id) < (now(), $1::uuid)
         ORDER BY created_at DESC, id DESC LIMIT 20`,
        [newestFirst[0]?.id],
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain('products_newest_first')
      expect(plan).not.toContain('Sort')
    } finally {
      client.release(true)
    }
  })
})
