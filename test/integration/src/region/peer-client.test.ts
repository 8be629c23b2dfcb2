import { isPeerRefusedError, isPeerUnreachableError } from '@bicoastal/region'
import { PEER_SECRET } from '@bicoastal/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { type PeerApplication, startPeerApplication } from './peer-application.js'

let west: PeerApplication
const started: PeerApplication[] = []

beforeAll(async () => {
  west = await start('west')
})
afterAll(async () => {
  for (const application of started) await application.stop()
})

async function start(...parameters: Parameters<typeof startPeerApplication>): Promise<PeerApplication> {
  const application = await startPeerApplication(...parameters)
  started.push(application)
  return application
}

const pong = { path: '/peer/trial/ping', answer: z.object({ pong: z.boolean() }), deadline: 2000 }

/** What `promise` rejects with. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a region', () => {
  test('asks its peer, and ignores what a later version of the peer adds to an answer', async () => {
    const { client } = await start('east', { peerUrl: west.url })
    expect(await client.ask(pong)).toEqual({ pong: true })
    const greeting = { path: '/peer/trial/greetings', body: { name: 'west' }, deadline: 2000 }
    expect(await client.ask({ ...greeting, answer: z.object({ greeting: z.string() }) })).toEqual({
      greeting: 'hello west',
    })
  })

  test('is refused with a wrong secret, and learns why', async () => {
    const { client } = await start('east', { peerUrl: west.url, secret: PEER_SECRET.toUpperCase() })
    const failure = await failureOf(client.ask(pong))
    expect(isPeerRefusedError(failure)).toBe(true)
    expect(failure).toMatchObject({ peerStatus: 403, peerCode: 'peer_only' })
  })

  test('is refused by itself when its peer address leads back to it', async () => {
    const { client } = await start('west', { peerUrl: west.url })
    const failure = await failureOf(client.ask(pong))
    expect(String(failure)).toContain('west is at its address')
    expect(isPeerUnreachableError(failure)).toBe(true)
  })

  test.each([
    ['nobody listens', 'http://127.0.0.1:4', pong.path, /ECONNREFUSED/],
    ['the peer has an error of its own', undefined, '/peer/trial/broken', /failed with status 500/],
    ['the answer has another form', undefined, '/peer/trial/greetings', /not understood here/],
  ])('is told that the peer is unreachable when %s', async (_case, peerUrl, path, reason) => {
    const { client } = await start('east', { peerUrl: peerUrl ?? west.url })
    const body = path.endsWith('greetings') ? { body: { name: 'x' } } : {}
    const failure = await failureOf(client.ask({ ...pong, ...body, path }))
    expect(isPeerUnreachableError(failure)).toBe(true)
    expect(String(failure)).toMatch(reason)
    expect(String(failure)).not.toContain('must not be told')
  })

  test('waits for an answer no longer than it said', async () => {
    const { client } = await start('east', { peerUrl: west.url })
    const began = performance.now()
    const failure = await failureOf(client.ask({ ...pong, path: '/peer/trial/never', deadline: 150 }))
    expect(String(failure)).toContain('nothing came within 150 ms')
    expect(performance.now() - began).toBeLessThan(1000)
  })

  test('is answered again at once after the way to its peer was silent', async () => {
    const proxy = await TcpProxy.start(Number(new URL(west.url).port))
    try {
      const { client } = await start('east', { peerUrl: `http://127.0.0.1:${proxy.port}` })
      await client.ask(pong)
      proxy.freeze()
      expect(isPeerUnreachableError(await failureOf(client.ask({ ...pong, deadline: 200 })))).toBe(true)
      proxy.restore()
      expect(await client.ask(pong)).toEqual({ pong: true })
    } finally {
      await proxy.stop()
    }
  })
})

describe('a caller who is not the peer', () => {
  test.each([
    ['nothing', {}],
    ['a wrong secret', { 'x-peer-region': 'east', 'x-peer-secret': 'x'.repeat(41) }],
    ['the right secret without a region', { 'x-peer-secret': PEER_SECRET }],
    ['the right secret as the region itself', { 'x-peer-region': 'west', 'x-peer-secret': PEER_SECRET }],
    ['an empty secret', { 'x-peer-region': 'east', 'x-peer-secret': '' }],
  ])('is refused with %s', async (_case, headers) => {
    const response = await fetch(`${west.url}/peer/trial/ping`, { headers: headers as Record<string, string> })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'peer_only' })
  })

  test('does not find the routes between regions in the document', async () => {
    const document = await (await fetch(`${west.url}/openapi.json`)).text()
    expect(document).not.toContain('/peer/')
  })
})
