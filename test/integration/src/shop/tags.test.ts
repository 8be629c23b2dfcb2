import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { type ShownProduct, createProduct, deleteProduct } from './catalogue.js'

let api: ApiUnderTest
let merchant: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  merchant = await api.bearer('merchant')
})
afterAll(() => api?.stop())

const pathOf = (id: string, tag: string) => `/v1/products/${id}/tags/${encodeURIComponent(tag)}`
const add = (id: string, tag: string) => api.request.put(pathOf(id, tag)).set(merchant)
const remove = (id: string, tag: string) => api.request.delete(pathOf(id, tag)).set(merchant)
const list = async (query: object) =>
  (await api.request.get('/v1/products').query(query).expect(200)).body as {
    items: (ShownProduct & { tags: string[] })[]
    nextCursor: string | null
  }

describe('the tags of a product', () => {
  test('are those it was created with, and what was added and not removed, each once', async () => {
    const { id } = await createProduct(api, { tags: ['red', 'kitchen', 'red'] })
    const shown = async () => (await api.request.get(`/v1/products/${id}`).expect(200)).body.tags
    expect(await shown()).toEqual(['kitchen', 'red'])
    expect((await add(id, 'Große Küche').expect(200)).body.tags).toEqual(['Große Küche', 'kitchen', 'red'])
    await add(id, 'red').expect(200)
    expect((await remove(id, 'kitchen').expect(200)).body.tags).toEqual(['Große Küche', 'red'])
    await remove(id, 'kitchen').expect(200)
    expect(await shown()).toEqual(['Große Küche', 'red'])
  })

  test('find the product, page by page, newest first, until they are removed or it is deleted', async () => {
    const tag = randomUUID()
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.unshift((await createProduct(api, { tags: [tag] })).id)
    await createProduct(api, { tags: ['other'] })
    const first = await list({ tag, limit: 3 })
    const second = await list({ tag, limit: 3, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    await remove(ids[0] ?? '', tag).expect(200)
    await deleteProduct(api, ids[1] ?? '')
    expect((await list({ tag })).items.map(({ id }) => id)).toEqual(ids.slice(2))
    expect((await list({ tag: 'never given' })).items).toEqual([])
  })

  test('are fifty at most', async () => {
    const tags = Array.from({ length: 50 }, (_, index) => `t${index}`)
    const { id } = await createProduct(api, { tags })
    const refused = await add(id, 'one more')
    expect([refused.status, refused.body.code]).toEqual([422, 'too_many_tags'])
    await add(id, 't7').expect(200)
  })

  test('are not given to a product that is deleted or never was', async () => {
    const { id } = await createProduct(api)
    await deleteProduct(api, id)
    for (const none of [id, randomUUID()]) {
      for (const { status, body } of [await add(none, 'red'), await remove(none, 'red')]) {
        expect([status, body.code]).toEqual([404, 'product_not_found'])
      }
    }
  })

  test.each(['a'.repeat(51), ' a', 'a ', 'a/b', 'a\u0000', '-', 'a<b', 'a,b'])('are not %j', async (tag) => {
    const { status, body } = await add(randomUUID(), tag)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('are kept by merchants only', async () => {
    const { id } = await createProduct(api)
    await api.request
      .put(pathOf(id, 'red'))
      .set(await api.bearer('customer', 'ops'))
      .expect(403)
    await api.request.delete(pathOf(id, 'red')).expect(401)
  })
})
