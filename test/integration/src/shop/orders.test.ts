import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct } from './catalogue.js'

let api: ApiUnderTest
let productId: string

beforeAll(async () => {
  api = await startApi()
  productId = (await createProduct(api)).id
})
afterAll(() => api?.stop())

/** Places an order of `ada` and returns its path. */
async function placed(): Promise<string> {
  const { headers } = await api.request
    .post('/v1/orders')
    .set(await api.bearerOf('ada', 'customer'))
    .send({ items: [{ productId, quantity: 1 }] })
    .expect(201)
  return headers.location ?? ''
}

const bring = (path: string, state: string) =>
  api.region.sql.query('UPDATE orders SET state = $2 WHERE id = $1', [path.split('/').at(-1), state])

describe('an order that exists', () => {
  test('is shown to the customer who placed it, to merchants and to operators', async () => {
    const path = await placed()
    for (const headers of [
      await api.bearerOf('ada', 'customer'),
      await api.bearerOf('mia', 'merchant'),
      await api.bearerOf('otto', 'ops'),
    ]) {
      const { body } = await api.request.get(path).set(headers).expect(200)
      expect(body).toMatchObject({ state: 'placed' })
    }
  })

  test('does not exist for other customers, who can neither see nor cancel it', async () => {
    const path = await placed()
    const bob = await api.bearerOf('bob', 'customer')
    const unknown = await api.request.get(`/v1/orders/${randomUUID()}`).set(bob)
    for (const answer of [
      unknown,
      await api.request.get(path).set(bob),
      await api.request.post(`${path}/cancel`).set(bob),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'order_not_found'])
    }
    await api.request.get(path).expect(401)
    await api.request.post(`${path}/cancel`).expect(401)
    expect((await api.request.get(path).set(await api.bearerOf('ada', 'customer'))).body.state).toBe('placed')
  })
})

describe('cancelling an order', () => {
  test.each(['placed', 'paid'])('works while it is %s, and once more changes nothing', async (state) => {
    const [path, ada] = [await placed(), await api.bearerOf('ada', 'customer')]
    await bring(path, state)
    const first = await api.request.post(`${path}/cancel`).set(ada).expect(200)
    expect(first.body.state).toBe('cancelled')
    const rows = () => api.region.sql.query('SELECT * FROM orders WHERE id = $1', [first.body.id])
    const afterFirst = (await rows()).rows
    await api.request.post(`${path}/cancel`).set(ada).expect(200, first.body)
    expect((await rows()).rows).toEqual(afterFirst)
    await api.request.get(path).set(ada).expect(200, first.body)
  })

  test('comes too late once it is shipped', async () => {
    const [path, ada] = [await placed(), await api.bearerOf('ada', 'customer')]
    await bring(path, 'shipped')
    const { status, body } = await api.request.post(`${path}/cancel`).set(ada)
    expect([status, body.code]).toEqual([409, 'order_shipped'])
    expect((await api.request.get(path).set(ada)).body.state).toBe('shipped')
  })

  test('is also for merchants', async () => {
    const path = await placed()
    await api.request
      .post(`${path}/cancel`)
      .set(await api.bearerOf('mia', 'merchant'))
      .expect(200)
  })
})
