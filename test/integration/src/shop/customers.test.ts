import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

// One region alone: its peer cannot be asked, so registrations stay pending. What both do together is tested in test/e2e.
let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const register = async (body: object, headers: object = {}) =>
  api.request
    .post('/v1/customers')
    .set({ ...(await api.bearerOf('ada', 'customer')), ...headers })
    .send(body)
const newEmail = () => `${randomUUID()}@example.org`

describe('a customer', () => {
  test('is registered, pending until the other region can be asked', async () => {
    const email = newEmail()
    const { status, body, headers } = await register({ email, name: 'Ada' })
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), email, name: 'Ada', state: 'pending', createdAt: expect.any(String) },
    ])
    expect(headers.location).toBe(`/v1/customers/${body.id}`)
    const shown = await api.request.get(headers.location ?? '').set(await api.bearerOf('ada', 'customer'))
    expect(shown.body).toEqual(body)
  })

  test('is registered once for an e-mail, however it is written', async () => {
    const email = newEmail()
    await register({ email, name: 'Ada' })
    for (const again of [email, email.toUpperCase()]) {
      const { status, body } = await register({ email: again, name: 'Bob' })
      expect([status, body.code]).toEqual([409, 'email_taken'])
    }
    const { rows } = await api.region.sql.query('SELECT name FROM customers WHERE lower(email) = $1', [email])
    expect(rows).toEqual([{ name: 'Ada' }])
  })

  test('is one of many who want the same e-mail at once', async () => {
    const email = newEmail()
    const answers = await Promise.all(Array.from({ length: 12 }, () => register({ email, name: 'Ada' })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'email_taken')).toHaveLength(11)
  })

  test('is registered once for each Idempotency-Key', async () => {
    const [email, key] = [newEmail(), { 'idempotency-key': randomUUID() }]
    const first = await register({ email, name: 'Ada' }, key)
    const again = await register({ email, name: 'Ada' }, key)
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(again.headers['idempotency-replayed']).toBe('true')
    const other = await register({ email: newEmail(), name: 'Ada' }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('is shown to whoever registered them, to merchants and to operators, and does not exist for others', async () => {
    const path = (await register({ email: newEmail(), name: 'Ada' })).headers.location ?? ''
    for (const headers of [await api.bearerOf('mia', 'merchant'), await api.bearerOf('otto', 'ops')]) {
      await api.request.get(path).set(headers).expect(200)
    }
    const bob = await api.bearerOf('bob', 'customer')
    for (const none of [path, `/v1/customers/${randomUUID()}`]) {
      const { status, body } = await api.request.get(none).set(bob)
      expect([status, body.code]).toEqual([404, 'customer_not_found'])
    }
    await api.request.get(path).expect(401)
  })

  test('is lost, for good, where the e-mail turns out to be somebody else’s', async () => {
    const email = newEmail()
    const { body } = await register({ email, name: 'Ada' })
    const client = await api.region.sql.connect()
    try {
      // As the peer's earlier claim arrives by replication.
      await client.query('SET session_replication_role = replica')
      await client.query(
        `INSERT INTO claims (namespace, value, holder, _h) VALUES ('customer-email', $1, $2, (1000 << 8) | 2)`,
        [email, randomUUID()],
      )
      await client.query('SET session_replication_role = origin')
    } finally {
      client.release()
    }
    const shown = await api.request.get(`/v1/customers/${body.id}`).set(await api.bearerOf('ada', 'customer'))
    expect([shown.status, shown.body.state]).toEqual([200, 'lost'])
  })

  test.each([
    { email: 'no address' },
    { email: '@example.org' },
    { email: `${'a'.repeat(250)}@example.org` },
    { email: 'a\u0000@example.org' },
    { email: null },
    { name: '' },
    { name: 'n'.repeat(201) },
    { name: ['Ada'] },
    { state: 'confirmed' },
    { id: randomUUID() },
  ])('is not registered with %j', async (fault) => {
    const { status, body } = await register({ email: newEmail(), name: 'Ada', ...fault })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('is not registered by operators or nobody', async () => {
    const body = { email: newEmail(), name: 'Ada' }
    await api.request
      .post('/v1/customers')
      .set(await api.bearer('ops'))
      .send(body)
      .expect(403)
    await api.request.post('/v1/customers').send(body).expect(401)
  })
})
