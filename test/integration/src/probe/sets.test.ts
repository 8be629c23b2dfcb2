import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

let api: ApiUnderTest
let ops: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  ops = await api.bearer('ops')
})
afterAll(() => api?.stop())

const add = (key: string, element: string) => api.request.put(`/probe/sets/${key}/${element}`).set(ops)
const remove = (key: string, element: string) => api.request.delete(`/probe/sets/${key}/${element}`).set(ops)
const read = (key: string) => api.request.get(`/probe/sets/${key}`).set(ops)

describe('a set', () => {
  test('holds what was added and not removed, each once', async () => {
    await add('colours', 'red').expect(200, { key: 'colours', elements: ['red'] })
    await add('colours', 'blue').expect(200, { key: 'colours', elements: ['blue', 'red'] })
    await add('colours', 'red').expect(200, { key: 'colours', elements: ['blue', 'red'] })
    await remove('colours', 'red').expect(200, { key: 'colours', elements: ['blue'] })
    await remove('colours', 'green').expect(200, { key: 'colours', elements: ['blue'] })
    await read('colours').expect(200, { key: 'colours', elements: ['blue'] })
  })

  test('loses no element of many that are added at once, the first ones included', async () => {
    const elements = Array.from({ length: 40 }, (_, index) => `e${String(index).padStart(2, '0')}`)
    await Promise.all(elements.map((element) => add('rush', element).expect(200)))
    await read('rush').expect(200, { key: 'rush', elements })
  })

  test('is not found before something was added', async () => {
    for (const answer of [await read('never'), await remove('never', 'red')]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'set_not_found'])
    }
  })

  test('is for operators', async () => {
    const others = await api.bearer('customer', 'merchant')
    await api.request.put('/probe/sets/mine/red').set(others).expect(403)
    await api.request.delete('/probe/sets/mine/red').set(others).expect(403)
    await api.request.get('/probe/sets/mine').expect(401)
  })
})
