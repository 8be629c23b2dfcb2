import { decodeVersion } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const write = (key: string, value: unknown) => api.request.put(`/probe/registers/${key}`).set(ops).send({ value })
const read = (key: string) => api.request.get(`/probe/registers/${key}`).set(ops)

describe('a register', () => {
  test('holds what was written last, with a version that says when and where', async () => {
    const before = Date.now()
    const { body: first } = await write('last', 'one').expect(200)
    const { body: second } = await write('last', 'two').expect(200)
    expect(second).toEqual({ key: 'last', value: 'two', version: expect.stringMatching(/^\d+$/) })
    expect(BigInt(second.version)).toBeGreaterThan(BigInt(first.version))
    const { issuedAt, region } = decodeVersion(BigInt(first.version))
    expect(region).toBe('east')
    expect(issuedAt.getTime()).toBeGreaterThanOrEqual(before)
    expect(issuedAt.getTime()).toBeLessThanOrEqual(Date.now())
    await read('last').expect(200, second)
  })

  test('keeps its version when the same value is written again', async () => {
    const { body } = await write('same', 'value').expect(200)
    await write('same', 'value').expect(200, body)
  })

  test('holds any text, the empty one included', async () => {
    for (const value of ['', ' ', '"\\\u2028\u{1F375}', 'v'.repeat(10_000)]) {
      await write('text', value).expect(200)
      expect((await read('text')).body.value).toBe(value)
    }
  })

  test('is not found before it is written', async () => {
    const { status, body } = await read('never')
    expect([status, body.code]).toEqual([404, 'register_not_found'])
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.put('/probe/registers/mine').set(others).send({ value: 'x' }).expect(403)
    await api.request.get('/probe/registers/mine').set(others).expect(403)
    await api.request.get('/probe/registers/mine').expect(401)
  })
})
