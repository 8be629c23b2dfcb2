import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

// One region alone: its peer cannot be asked, so claims stay pending.
let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const claim = (key: string, holder: unknown) => api.request.post(`/probe/claims/${key}`).set(ops).send({ holder })
const read = (key: string) => api.request.get(`/probe/claims/${key}`).set(ops)

describe('a claim while the other region is away', () => {
  test('is pending, and promises to be settled in the transaction that made it', async () => {
    await claim('name', 'ada').expect(200, { key: 'name', holder: 'ada', state: 'pending' })
    await read('name').expect(200, { key: 'name', holder: 'ada', state: 'pending' })
    const { rows } = await api.region.sql.query(
      `SELECT job.name, job.state, job.xmin::text = claim.xmin::text AS together
       FROM claims AS claim JOIN jobs AS job ON job.payload ->> 'value' = claim.value WHERE claim.value = 'name'`,
    )
    expect(rows).toEqual([{ name: 'settle-claim', state: 'queued', together: true }])
  })

  test('may be made again by its holder, and by nobody else', async () => {
    await claim('again', 'ada').expect(200)
    await claim('again', 'ada').expect(200)
    const { status, body } = await claim('again', 'bob')
    expect([status, body.code]).toEqual([409, 'claim_taken'])
    await read('again').expect(200, { key: 'again', holder: 'ada', state: 'pending' })
    const { rows } = await api.region.sql.query(`SELECT id FROM jobs WHERE payload ->> 'value' = 'again'`)
    expect(rows).toHaveLength(1)
  })

  test('has one holder when many claim at once', async () => {
    const holders = Array.from({ length: 20 }, (_, index) => `h${index}`)
    const answers = await Promise.all(holders.map((holder) => claim('race', holder)))
    const winners = answers.filter(({ status }) => status === 200)
    expect(winners).toHaveLength(1)
    expect((await read('race')).body.holder).toBe(winners[0]?.body.holder)
  })

  test('cannot be taken from its holder, not even by hand', async () => {
    await claim('firm', 'ada').expect(200)
    const theft = api.region.sql.query(`UPDATE claims SET holder = 'bob' WHERE value = 'firm'`)
    await expect(theft).rejects.toMatchObject({ code: '23514' })
  })

  test('is not found before it was made', async () => {
    const { status, body } = await read('never')
    expect([status, body.code]).toEqual([404, 'claim_not_found'])
  })

  test.each([undefined, null, '', 'a b', 7, 'x'.repeat(201), {}])('is not made for %j', async (holder) => {
    const { status, body } = await claim('limits', holder)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.post('/probe/claims/mine').set(others).send({ holder: 'me' }).expect(403)
    await api.request.get('/probe/claims/mine').expect(401)
  })
})
