import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { load } from './autocannon.js'
import { isLoadFailedError } from './load-failed.error.js'

async function withServer<T>(status: number, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_, response) => void response.writeHead(status).end('{}')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const options = { durationSeconds: 1, connections: 2 }

test('counts what succeeded, from a process of its own', async () => {
  const result = await withServer(200, (url) => load({ method: 'GET', url }, options))
  expect(result.requests).toBeGreaterThan(10)
  expect(result.requestsPerSecond).toBeGreaterThan(10)
})

test('keeps to a rate', async () => {
  const result = await withServer(200, (url) => load({ method: 'GET', url }, { ...options, perSecond: 50 }))
  expect(result.requestsPerSecond).toBeLessThan(75)
})

test('refuses to measure errors', async () => {
  const measuring = withServer(500, (url) => load({ method: 'GET', url }, options))
  await expect(measuring).rejects.toSatisfy(isLoadFailedError)
})
