import { expect, test } from 'vitest'
import { activeTraceparent, withTraceparent } from './traceparent.js'

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

test('there is no traceparent while traces are off', async () => {
  expect(activeTraceparent()).toBeNull()
  expect(await withTraceparent(TRACEPARENT, 'job', async () => activeTraceparent())).toBeNull()
})

test.each([[null], [TRACEPARENT], ['nonsense']])(
  'work under the traceparent %s is done all the same',
  async (traceparent) => {
    expect(await withTraceparent(traceparent, 'job', async () => 42)).toBe(42)
    const failure = new Error('the work failed')
    await expect(withTraceparent(traceparent, 'job', () => Promise.reject(failure))).rejects.toBe(failure)
  },
)
