import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct, deleteProduct, newProduct } from './catalogue.js'

let api: ApiUnderTest
let cup: string
let keys = 0

beforeAll(async () => {
  api = await startApi()
  cup = (await createProduct(api)).id
})
afterAll(() => api?.stop())

const orderOf = (productId: string, quantity = 1) => ({ items: [{ productId, quantity }] })

const newKey = () => `key-${(keys += 1)}`

const kinds = [
  {
    path: '/v1/products',
    role: 'merchant',
    table: 'products',
    body: () => newProduct(),
    other: () => newProduct({ name: 'Mug' }),
  },
  { path: '/v1/orders', role: 'customer', table: 'orders', body: () => orderOf(cup), other: () => orderOf(cup, 2) },
] as const

describe.each(kinds)('POST $path with an Idempotency-Key', ({ path, role, table, body, other }) => {
  const send = async (key: string | undefined, sent: object, caller = 'ada') =>
    api.request
      .post(path)
      .set({ ...(await api.bearerOf(caller, role)), ...(key === undefined ? {} : { 'idempotency-key': key }) })
      .send(sent)

  test('answers a repetition with what the first request created', async () => {
    const key = newKey()
    const first = await send(key, body())
    const again = await send(key, body())
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect(again.headers.location).toBe(first.headers.location)
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(again.headers['idempotency-replayed']).toBe('true')
  })

  test('creates one thing when the same request arrives ten times at once', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(key, body())))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    const { rows } = await api.region.sql.query(`SELECT id FROM ${table} WHERE id = $1`, [answers[0]?.body.id])
    expect(rows).toHaveLength(1)
  })

  test('refuses another request under the same key and leaves what is there', async () => {
    const key = newKey()
    const first = await send(key, body())
    const different = await send(key, other())
    expect([different.status, different.body.code]).toEqual([422, 'idempotency_key_reused'])
    expect((await send(key, body())).body).toEqual(first.body)
  })

  test('keeps the keys of two callers apart', async () => {
    const key = newKey()
    const [ada, bob] = [await send(key, body(), 'ada'), await send(key, body(), 'bob')]
    expect([ada.status, bob.status]).toEqual([201, 201])
    expect(bob.body.id).not.toBe(ada.body.id)
  })

  test('creates something new each time without a key', async () => {
    const [first, second] = [await send(undefined, body()), await send(undefined, body())]
    expect(second.body.id).not.toBe(first.body.id)
  })

  test.each(['', 'two words', 'é', 'k'.repeat(256)])('does not take %j for a key', async (key) => {
    const { status, body: problem } = await send(key, body())
    expect([status, problem.code]).toEqual([400, 'idempotency_key_invalid'])
  })
})

const lateHeaders = async (role: 'merchant' | 'customer') => ({
  ...(await api.bearer(role)),
  'idempotency-key': `late-${role}`,
})

describe('a repetition long after', () => {
  test('shows a product as it is by now', async () => {
    const create = async () =>
      api.request
        .post('/v1/products')
        .set(await lateHeaders('merchant'))
        .send(newProduct())
    const { body } = await create()
    const changed = { ...body, name: 'Mug' }
    await api.request
      .patch(`/v1/products/${body.id}`)
      .set(await api.bearer('merchant'))
      .send({ name: 'Mug' })
      .expect(200)
    expect((await create()).body).toEqual(changed)
  })

  test('shows an order also when its product has been deleted since, and promises no second payment', async () => {
    const { id } = await createProduct(api)
    const place = async () =>
      api.request
        .post('/v1/orders')
        .set(await lateHeaders('customer'))
        .send(orderOf(id))
    const first = await place()
    await deleteProduct(api, id)
    const again = await place()
    expect([again.status, again.body]).toEqual([201, first.body])
    const jobs = `SELECT id FROM jobs WHERE payload ->> 'orderId' = $1`
    expect((await api.region.sql.query(jobs, [first.body.id])).rows).toHaveLength(1)
  })
})
