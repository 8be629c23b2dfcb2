import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct, deleteProduct } from './catalogue.js'

// One region alone: its peer cannot be asked. What both do together is tested in test/e2e.
let api: ApiUnderTest
let merchant: Record<string, string>
let customer: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  merchant = await api.bearer('merchant')
  customer = await api.bearer('customer')
})
afterAll(() => api?.stop())

const read = (id: string) => api.request.get(`/v1/products/${id}/stock`)
const add = (id: string, quantity: unknown) =>
  api.request.post(`/v1/products/${id}/stock`).set(merchant).send({ add: quantity })
const order = (headers: object, ...items: (readonly [productId: string, quantity: number])[]) =>
  api.request
    .post('/v1/orders')
    .set({ ...customer, ...headers })
    .send({ items: items.map(([productId, quantity]) => ({ productId, quantity })) })

async function stocked(stock: number): Promise<string> {
  return (await createProduct(api, { stock })).id
}

describe('the stock of a product', () => {
  test('is what it was created with, half of it here', async () => {
    await read(await stocked(7)).expect(200, { available: 7, here: 4, peer: 3, reserved: 0 })
    await read(await stocked(0)).expect(200, { available: 0, here: 0, peer: 0, reserved: 0 })
  })

  test('is not counted until somebody says how many there are; from then on it is', async () => {
    const { id } = await createProduct(api)
    const before = await read(id)
    expect([before.status, before.body.code]).toEqual([404, 'stock_not_tracked'])
    await order({}, [id, 1000]).expect(201)
    await add(id, 5).expect(200, { available: 5, here: 5, peer: 0, reserved: 0 })
    await read(id).expect(200, { available: 5, here: 5, peer: 0, reserved: 0 })
  })

  test('counts every addition of many at once', async () => {
    const id = await stocked(0)
    await Promise.all(Array.from({ length: 20 }, () => add(id, 3).expect(200)))
    await read(id).expect(200, { available: 60, here: 60, peer: 0, reserved: 0 })
  })

  test('cannot be added to a product that is deleted or never was', async () => {
    const { id } = await createProduct(api)
    await deleteProduct(api, id)
    for (const none of [id, randomUUID()]) {
      const { status, body } = await add(none, 1)
      expect([status, body.code]).toEqual([404, 'product_not_found'])
    }
  })

  test('takes no Idempotency-Key, under which the other region would add again', async () => {
    const id = await stocked(2)
    const { status, body } = await add(id, 1).set('idempotency-key', 'once')
    expect([status, body.code]).toEqual([400, 'idempotency_key_refused'])
  })

  test.each([undefined, null, '1', 0, -1, 0.5, 1_000_000_001, 1e300, {}])('is not added %j', async (quantity) => {
    const { status, body } = await add(randomUUID(), quantity)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('is filled up by merchants only', async () => {
    const id = await stocked(1)
    await api.request.post(`/v1/products/${id}/stock`).set(customer).send({ add: 1 }).expect(403)
    await api.request.post(`/v1/products/${id}/stock`).send({ add: 1 }).expect(401)
  })
})

describe('an order', () => {
  test('takes what it asks for, and a cancellation gives it back once', async () => {
    const id = await stocked(20)
    const { body } = await order({}, [id, 6]).expect(201)
    await read(id).expect(200, { available: 14, here: 4, peer: 10, reserved: 6 })
    for (let time = 0; time < 3; time += 1) {
      await api.request.post(`/v1/orders/${body.id}/cancel`).set(customer).expect(200)
    }
    await read(id).expect(200, { available: 20, here: 10, peer: 10, reserved: 0 })
  })

  test('gives back once what is cancelled by many at once', async () => {
    const id = await stocked(20)
    const { body } = await order({}, [id, 6]).expect(201)
    const cancel = () => api.request.post(`/v1/orders/${body.id}/cancel`).set(customer).expect(200)
    await Promise.all(Array.from({ length: 8 }, cancel))
    await read(id).expect(200, { available: 20, here: 10, peer: 10, reserved: 0 })
  })

  test('takes all of its lines or none', async () => {
    const [plenty, few] = [await stocked(100), await stocked(2)]
    const { status, body, headers } = await order({}, [plenty, 1], [few, 2])
    expect([status, body.code]).toEqual([503, 'stock_held_elsewhere'])
    expect(body.detail).toContain(few)
    expect(body.detail).not.toContain(plenty)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    await read(plenty).expect(200, { available: 100, here: 50, peer: 50, reserved: 0 })
    await read(few).expect(200, { available: 2, here: 1, peer: 1, reserved: 0 })
  })

  test('takes its lines once for each Idempotency-Key, and promises to settle with the other region', async () => {
    const id = await stocked(20)
    const key = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(Array.from({ length: 6 }, () => order(key, [id, 2])))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    await read(id).expect(200, { available: 18, here: 8, peer: 10, reserved: 2 })
    const jobs = `SELECT home FROM jobs WHERE name = 'settle-reservation' AND payload ->> 'orderId' = $1`
    expect((await api.region.sql.query(jobs, [answers[0]?.body.id])).rows).toEqual([{ home: 1 }])
  })

  test('never takes more than there is, with many products in any order', async () => {
    const ids = await Promise.all([stocked(30), stocked(30), stocked(30)])
    const orders = Array.from({ length: 40 }, (_, index) => {
      const lines = ids.map((id) => [id, 1] as const)
      return order({}, ...(index % 2 === 0 ? lines : lines.toReversed()))
    })
    const placed = (await Promise.all(orders)).filter(({ status }) => status === 201)
    expect(placed).toHaveLength(15)
    for (const id of ids) await read(id).expect(200, { available: 15, here: 0, peer: 15, reserved: 15 })
  })
})
