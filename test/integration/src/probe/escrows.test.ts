import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

// One region alone: its peer cannot be asked.
let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const change = (key: string, what: 'grant' | 'spend', by: unknown) =>
  api.request.post(`/probe/escrows/${key}/${what}`).set(ops).send({ by })
const read = (key: string) => api.request.get(`/probe/escrows/${key}`).set(ops)

describe('an escrow', () => {
  test('is spent where it was granted without asking anybody', async () => {
    await change('plain', 'grant', 10).expect(200, { key: 'plain', available: 10, here: 10, peer: 0 })
    await change('plain', 'spend', 4).expect(200, { key: 'plain', available: 6, here: 6, peer: 0 })
    await change('plain', 'grant', 1).expect(200, { key: 'plain', available: 7, here: 7, peer: 0 })
    await read('plain').expect(200, { key: 'plain', available: 7, here: 7, peer: 0 })
  })

  test('gives away exactly what was granted to many who want it at once', async () => {
    await change('rush', 'grant', 25).expect(200)
    const answers = await Promise.all(Array.from({ length: 60 }, () => change('rush', 'spend', 1)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(25)
    const refusals = answers.filter(({ status }) => status !== 200).map(({ status, body }) => [status, body.code])
    expect(new Set(refusals.map(String))).toEqual(new Set(['503,escrow_held_by_peer']))
    await read('rush').expect(200, { key: 'rush', available: 0, here: 0, peer: 0 })
  })

  test('says when to ask again where only the other region, which is away, may have more', async () => {
    await change('short', 'grant', 1).expect(200)
    const answer = await change('short', 'spend', 2)
    expect([answer.status, answer.body.code]).toEqual([503, 'escrow_held_by_peer'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    await read('short').expect(200, { key: 'short', available: 1, here: 1, peer: 0 })
  })

  test('is not found before something was granted', async () => {
    const { status, body } = await read('never')
    expect([status, body.code]).toEqual([404, 'escrow_not_found'])
  })

  test('takes no Idempotency-Key, under which the other region would spend again', async () => {
    await change('keyed', 'grant', 1).expect(200)
    for (const what of ['grant', 'spend'] as const) {
      const { status, body } = await change('keyed', what, 1).set('idempotency-key', 'once')
      expect([status, body.code]).toEqual([400, 'idempotency_key_refused'])
    }
    await read('keyed').expect(200, { key: 'keyed', available: 1, here: 1, peer: 0 })
  })

  test.each([undefined, null, '1', 1.5, 0, -1, 1_000_001, 1e300, true, {}])('is not changed by %j', async (by) => {
    for (const what of ['grant', 'spend'] as const) {
      const { status, body } = await change('limits', what, by)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    }
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.post('/probe/escrows/mine/grant').set(others).send({ by: 1 }).expect(403)
    await api.request.post('/probe/escrows/mine/spend').set(others).send({ by: 1 }).expect(403)
    await api.request.get('/probe/escrows/mine').expect(401)
  })
})

test('what the regions ask each other is closed to callers', async () => {
  for (const path of ['/peer/escrow', '/peer/rows']) {
    const { status, body } = await api.request.post(path).set(ops).send({})
    expect([status, body.code]).toEqual([403, 'peer_only'])
  }
})
