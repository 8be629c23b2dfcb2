import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const add = (key: string, by: unknown) => api.request.post(`/probe/counters/${key}`).set(ops).send({ by })
const read = (key: string) => api.request.get(`/probe/counters/${key}`).set(ops)

describe('a counter', () => {
  test('is the sum of what was added and taken away', async () => {
    await add('sum', 5).expect(200, { key: 'sum', value: 5 })
    await add('sum', -7).expect(200, { key: 'sum', value: -2 })
    await add('sum', 0).expect(200, { key: 'sum', value: -2 })
    await read('sum').expect(200, { key: 'sum', value: -2 })
  })

  test('loses no addition of many at once, the first ones included', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => add('rush', 3)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    await read('rush').expect(200, { key: 'rush', value: 150 })
  })

  test('is not found before something was added', async () => {
    const { status, body } = await read('never')
    expect([status, body.code]).toEqual([404, 'counter_not_found'])
  })

  test('takes no Idempotency-Key, under which the other region would add again', async () => {
    const { status, body } = await add('keyed', 1).set('idempotency-key', 'once')
    expect([status, body.code]).toEqual([400, 'idempotency_key_refused'])
    await read('keyed').expect(404)
  })

  test.each([undefined, null, '1', 1.5, 1_000_001, -1_000_001, 1e300, true, {}])('is not added %j', async (by) => {
    const { status, body } = await add('limits', by)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.post('/probe/counters/mine').set(others).send({ by: 1 }).expect(403)
    await api.request.get('/probe/counters/mine').set(others).expect(403)
    await api.request.get('/probe/counters/mine').expect(401)
  })
})
