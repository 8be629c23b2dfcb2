import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { type ShownProduct, createProduct, deleteProduct, newProduct } from './catalogue.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const show = (id: string) => api.request.get(`/v1/products/${id}`)

/** The whole row of a deleted product. */
async function tombstone(id: string): Promise<unknown> {
  const { rows } = await api.region.sql.query('SELECT * FROM products WHERE id = $1', [id])
  expect(rows[0].deleted_at).toBeInstanceOf(Date)
  return rows[0]
}

describe('a product', () => {
  test('is created with the address where anyone can read it', async () => {
    const created = await api.request
      .post('/v1/products')
      .set(await api.bearer('merchant'))
      .send(newProduct())
    expect(created.status).toBe(201)
    expect(created.body).toEqual({
      ...newProduct(),
      id: expect.any(String),
      likes: 0,
      tags: [],
      createdAt: expect.any(String),
    })
    expect(created.headers.location).toBe(`/v1/products/${created.body.id}`)
    const shown = await api.request.get(created.headers.location ?? '').expect(200)
    expect(shown.body).toEqual(created.body)
    expect(shown.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(shown.headers['x-region']).toBe('east')
  })

  test('is answered from the cache with the bytes that the database would give', async () => {
    const { id } = await createProduct(api, { name: 'Tasse "groß" \u{1F375} \u2028', description: 'a\nb' })
    const uncached = await show(id).expect(200)
    // Behind the back of the api and with no relay to tell of it: only the database knows this name.
    await api.region.sql.query(`UPDATE products SET name = 'Changed' WHERE id = $1`, [id])
    const cached = await show(id).expect(200)
    expect(cached.text).toBe(uncached.text)
  })

  test('takes a change of any field, leaves the others, and shows it to the very next reader', async () => {
    const product = await createProduct(api)
    const merchant = await api.bearer('merchant')
    let expected: ShownProduct = product
    const price = { amount: 1, currency: 'JPY' }
    for (const changes of [{ name: 'Mug' }, { price }, { description: '' }, { name: 'Jug', description: 'Big.' }]) {
      await show(product.id).expect(200, expected)
      expected = { ...expected, ...changes }
      await api.request.patch(`/v1/products/${product.id}`).set(merchant).send(changes).expect(200, expected)
    }
    await show(product.id).expect(200, expected)
  })

  test('is found under its id in upper case as well, also right after a change', async () => {
    const { id } = await createProduct(api)
    await show(id.toUpperCase()).expect(200)
    const merchant = await api.bearer('merchant')
    await api.request.patch(`/v1/products/${id.toUpperCase()}`).set(merchant).send({ name: 'Mug' }).expect(200)
    expect((await show(id.toUpperCase())).body).toMatchObject({ id, name: 'Mug' })
    expect((await show(id)).body).toMatchObject({ id, name: 'Mug' })
  })

  test('counts every like of many at once', async () => {
    const { id } = await createProduct(api)
    const customer = await api.bearer('customer')
    const likes = Array.from({ length: 20 }, () => api.request.post(`/v1/products/${id}/likes`).set(customer))
    const counts = (await Promise.all(likes)).map(({ status, body }) => [status, body.likes])
    expect(counts.toSorted((one, other) => one[1] - other[1])).toEqual(likes.map((_, index) => [200, index + 1]))
    expect((await show(id)).body.likes).toBe(20)
  })

  test('takes no Idempotency-Key for a like, which would be counted again in the other region', async () => {
    const { id } = await createProduct(api)
    const headers = { ...(await api.bearer('customer')), 'idempotency-key': 'like-1' }
    const refused = await api.request.post(`/v1/products/${id}/likes`).set(headers)
    expect([refused.status, refused.body.code]).toEqual([400, 'idempotency_key_refused'])
    expect((await show(id)).body.likes).toBe(0)
  })
})

describe('a deleted product', () => {
  test('is gone for readers, editors and fans, and deleting it again changes nothing', async () => {
    const { id } = await createProduct(api)
    await show(id).expect(200)
    await deleteProduct(api, id)
    const [merchant, path] = [await api.bearer('merchant'), `/v1/products/${id}`]
    const answers = await Promise.all([
      api.request.get(path),
      api.request.patch(path).set(merchant).send({ name: 'Mug' }),
      api.request.post(`${path}/likes`).set(merchant),
    ])
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'product_not_found'])
    const firstDeletion = await tombstone(id)
    await deleteProduct(api, id)
    expect(await tombstone(id)).toEqual(firstDeletion)
  })

  test('is told apart from one that never was', async () => {
    const merchant = await api.bearer('merchant')
    const { status, body } = await api.request.delete(`/v1/products/${randomUUID()}`).set(merchant)
    expect([status, body.code]).toEqual([404, 'product_not_found'])
  })
})

describe('who may do what with products', () => {
  const attempts = ['post', 'patch', 'delete'] as const

  test.each(attempts)('%s needs a token', async (method) => {
    const { status, body, headers } = await attempt(method, {})
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    expect(headers['www-authenticate']).toMatch(/^Bearer/)
  })

  test.each(attempts)('%s needs the role merchant', async (method) => {
    const { status, body } = await attempt(method, await api.bearer('customer', 'ops'))
    expect([status, body.code]).toEqual([403, 'role_missing'])
  })

  test('a like needs a token, of whatever role', async () => {
    const { id } = await createProduct(api)
    await api.request.post(`/v1/products/${id}/likes`).expect(401)
    await api.request
      .post(`/v1/products/${id}/likes`)
      .set(await api.bearer())
      .expect(200)
  })

  const attempt = (method: (typeof attempts)[number], headers: Record<string, string>) =>
    api.request[method](method === 'post' ? '/v1/products' : `/v1/products/${randomUUID()}`)
      .set(headers)
      .send(newProduct())
})
