import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const append = (account: string, amount: unknown, key?: string) =>
  api.request
    .post('/probe/ledger')
    .set({ ...ops, ...(key === undefined ? {} : { 'idempotency-key': key }) })
    .send({ account, amount })
const list = async (account: string) =>
  (await api.request.get('/probe/ledger').query({ account }).set(ops).expect(200)).body

describe('a ledger', () => {
  test('shows what was written to an account, oldest first, and its sum', async () => {
    const first = await append('cash', 500).expect(201)
    const second = await append('cash', -200).expect(201)
    expect(await list('cash')).toEqual({ account: 'cash', total: 300, count: 2, entries: [first.body, second.body] })
    await api.request.get(`/probe/ledger/${first.body.id}`).set(ops).expect(200, first.body)
  })

  test('has no entries on an account nobody wrote to', async () => {
    expect(await list('nobody')).toEqual({ account: 'nobody', total: 0, count: 0, entries: [] })
  })

  test('holds one entry of requests that carry the same key, however many arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => append('keyed', 7, 'once')))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await list('keyed')).toMatchObject({ total: 7, count: 1 })
    const { status, body } = await append('keyed', 8, 'once')
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('never changes what is written, whoever tries', async () => {
    const { body } = await append('fixed', 1).expect(201)
    const change = api.region.sql.query('UPDATE probe_ledger_entries SET amount = 2 WHERE id = $1', [body.id])
    await expect(change).rejects.toMatchObject({ code: '23514' })
    const deletion = api.region.sql.query('DELETE FROM probe_ledger_entries WHERE id = $1', [body.id])
    await expect(deletion).rejects.toMatchObject({ code: '0A000' })
    expect(await list('fixed')).toMatchObject({ total: 1 })
  })

  test('does not know an entry that was never written', async () => {
    const { status, body } = await api.request.get(`/probe/ledger/${randomUUID()}`).set(ops)
    expect([status, body.code]).toEqual([404, 'entry_not_found'])
  })

  test.each([undefined, null, '1', 0.5, 1_000_001, -1_000_001, 1e300, {}])('takes no amount %j', async (amount) => {
    const { status, body } = await append('limits', amount)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.post('/probe/ledger').set(others).send({ account: 'a', amount: 1 }).expect(403)
    await api.request.get('/probe/ledger').query({ account: 'a' }).expect(401)
  })
})
