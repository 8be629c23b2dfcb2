import { once } from 'node:events'
import { type RequestListener, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Attempt } from '../history/attempt.js'
import { History } from '../history/history.js'
import { textOf } from './answer.js'
import { Callers } from './callers.js'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections()
})

/** Makes one request to a server that answers by `listener`, and returns what the callers recorded. */
async function attemptAgainst(listener: RequestListener, options: { readonly close?: boolean } = {}): Promise<Attempt> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  if (options.close) {
    server.close()
    await once(server, 'close')
  }
  const history = new History()
  const tokens = { customer: ['token'], merchant: [], ops: [] }
  const callers = new Callers(`http://127.0.0.1:${port}`, tokens, history)
  await callers.attempt('fixture', {
    name: 'POST thing',
    method: 'POST',
    path: '/things',
    role: 'customer',
    body: {},
    intent: 'a thing',
    receipt: (answer) => textOf(answer, 'id'),
  })
  await callers.close()
  const [attempt] = history.attempts
  if (attempt === undefined) throw new Error('Nothing was recorded.')
  return attempt
}

test('2xx is acknowledged, with what it promised and the region that answered', async () => {
  const attempt = await attemptAgainst((request, response) => {
    expect(request.headers.authorization).toBe('Bearer token')
    response.writeHead(201, { 'x-region': 'west' }).end('{"id":"7"}')
  })
  expect(attempt).toMatchObject({
    outcome: 'acknowledged',
    status: 201,
    region: 'west',
    receipt: '7',
    intent: 'a thing',
  })
})

test('4xx failed: the service says that it did nothing', async () => {
  expect(await attemptAgainst((_, response) => void response.writeHead(409).end('taken'))).toMatchObject({
    outcome: 'failed',
    status: 409,
    reason: '409 taken',
  })
})

test('5xx is undetermined: it may have happened before it broke', async () => {
  expect(await attemptAgainst((_, response) => void response.writeHead(503).end())).toMatchObject({
    outcome: 'undetermined',
    status: 503,
  })
})

test('a connection that is cut before the answer is undetermined', async () => {
  expect(await attemptAgainst((request) => void request.socket.destroy())).toMatchObject({ outcome: 'undetermined' })
})

test('an answer that promises nothing usable is not an acknowledgement', async () => {
  const attempt = await attemptAgainst((_, response) => void response.writeHead(200).end('{}'))
  expect(attempt).toMatchObject({ outcome: 'undetermined', reason: expect.stringContaining('"id"') })
})

test('a refused connection failed: nothing was sent', async () => {
  expect(await attemptAgainst(() => undefined, { close: true })).toMatchObject({ outcome: 'failed' })
})
