import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { load } from './load.js'
import { isLoadFailedError } from './load-failed.error.js'

async function withServer<T>(status: number, use: (origin: string) => Promise<T>, seen?: Set<string>): Promise<T> {
  const server = createServer(({ method, url }, response) => {
    seen?.add(`${method} ${url}`)
    response.writeHead(status).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const TARGET = { method: 'GET', paths: ['/one', '/two', '/three'] } as const
const options = { durationSeconds: 1, connections: 2 }

test('counts what succeeded, from a process of its own', async () => {
  const result = await withServer(200, (origin) => load({ ...TARGET, origin }, options))
  expect(result.requests).toBeGreaterThan(10)
  expect(result.requestsPerSecond).toBeGreaterThan(10)
})

test('asks for every path', async () => {
  const seen = new Set<string>()
  await withServer(200, (origin) => load({ ...TARGET, origin }, options), seen)
  expect(seen).toEqual(new Set(['GET /one', 'GET /two', 'GET /three']))
})

test('refuses to measure errors', async () => {
  const measuring = withServer(500, (origin) => load({ ...TARGET, origin }, options))
  await expect(measuring).rejects.toSatisfy(isLoadFailedError)
})
