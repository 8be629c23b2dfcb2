import { Logger } from '@nestjs/common'
import { afterEach, expect, test } from 'vitest'
import { flushTraces, onFlushTraces } from './flush-traces.js'

Logger.overrideLogger(false)
afterEach(() => onFlushTraces(async () => undefined))

test('what is recorded is sent before the process ends', async () => {
  let sent = false
  onFlushTraces(async () => {
    sent = true
  })
  await flushTraces()
  expect(sent).toBe(true)
})

test('a collector that is down does not fail the stop', async () => {
  onFlushTraces(() => Promise.reject(new Error('connect ECONNREFUSED')))
  await expect(flushTraces()).resolves.toBeUndefined()
})

test('a collector that is silent does not hold the stop up', async () => {
  onFlushTraces(() => new Promise(() => undefined))
  await expect(flushTraces()).resolves.toBeUndefined()
})
