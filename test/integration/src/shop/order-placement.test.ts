import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct, deleteProduct } from './catalogue.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const place = async (body: object, headers: object = {}) =>
  api.request
    .post('/v1/orders')
    .set({ ...(await api.bearer('customer')), ...headers })
    .send(body)

const oneOf = (...productIds: string[]) => ({ items: productIds.map((productId) => ({ productId, quantity: 1 })) })

const count = async (table: 'orders' | 'jobs') =>
  Number((await api.region.sql.query(`SELECT count(*) FROM ${table}`)).rows[0].count)

describe('an order', () => {
  test('is placed at the prices of the moment', async () => {
    const [cup, pot] = [
      await createProduct(api),
      await createProduct(api, { price: { amount: 4900, currency: 'EUR' } }),
    ]
    const items = [
      { productId: pot.id, quantity: 1 },
      { productId: cup.id, quantity: 6 },
    ]
    const { status, body, headers } = await place({ items })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(String),
      state: 'placed',
      items: [
        { productId: pot.id, quantity: 1, price: pot.price },
        { productId: cup.id, quantity: 6, price: cup.price },
      ],
      total: { amount: 12_400, currency: 'EUR' },
      createdAt: expect.any(String),
    })
    expect(headers.location).toBe(`/v1/orders/${body.id}`)

    const merchant = await api.bearer('merchant')
    const dearer = { price: { amount: 9999, currency: 'EUR' } }
    await api.request.patch(`/v1/products/${cup.id}`).set(merchant).send(dearer).expect(200)
    const shown = await api.request.get(headers.location ?? '').set(await api.bearer('customer'))
    expect(shown.body).toEqual(body)
  })

  test('promises the capture of its payment in the transaction that places it', async () => {
    const { id } = await createProduct(api)
    const { body } = await place(oneOf(id))
    const { rows } = await api.region.sql.query(
      `SELECT job.name, job.home, job.state, job.xmin::text = purchase.xmin::text AS together
       FROM jobs AS job JOIN orders AS purchase ON job.payload ->> 'orderId' = purchase.id::text WHERE purchase.id = $1`,
      [body.id],
    )
    expect(rows).toEqual([{ name: 'capture-payment', home: 1, state: 'queued', together: true }])
  })

  test('is refused as a whole, and promises nothing, when a product is unknown or deleted', async () => {
    const [here, deleted, unknown] = [await createProduct(api), await createProduct(api), randomUUID()]
    await deleteProduct(api, deleted.id)
    const before = [await count('orders'), await count('jobs')]
    const { status, body } = await place(oneOf(here.id, deleted.id, unknown))
    expect([status, body.code]).toEqual([422, 'product_unavailable'])
    expect(body.detail).toContain(deleted.id)
    expect(body.detail).toContain(unknown)
    expect(body.detail).not.toContain(here.id)
    expect([await count('orders'), await count('jobs')]).toEqual(before)
  })

  test('has one currency', async () => {
    const dollars = await createProduct(api, { price: { amount: 1, currency: 'USD' } })
    const { status, body } = await place(oneOf((await createProduct(api)).id, dollars.id))
    expect([status, body.code]).toEqual([422, 'mixed_currencies'])
  })

  test('is placed by customers only', async () => {
    const { id } = await createProduct(api)
    const { status, body } = await place(oneOf(id), await api.bearer('merchant', 'ops'))
    expect([status, body.code]).toEqual([403, 'role_missing'])
    await api.request.post('/v1/orders').send(oneOf(id)).expect(401)
  })
})
