import { connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { newProduct } from '../shop/catalogue.js'
import { type Answer, expectProblem, expectRefusal } from './expect-problem.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

/** Sends `head` as it is, which no HTTP client would: they correct paths and refuse headers. */
async function sendRaw(...head: string[]): Promise<Answer> {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  // Not end(): a client that stops sending looks to the server like one that left.
  socket.write([...head, 'host: localhost', 'connection: close', '', ''].join('\r\n'), 'latin1')
  const [, status, rest = ''] = /^HTTP\/1\.1 (\d+)([^]*)$/.exec(await readText(socket)) ?? []
  const contentType = /\r\ncontent-type: ([^\r]+)/i.exec(rest)?.[1] ?? null
  return { status: Number(status), contentType, text: rest.slice(rest.indexOf('\r\n\r\n') + 4) }
}

async function asAnswer(
  sent: PromiseLike<{ status: number; text: string; headers: Record<string, string> }>,
): Promise<Answer> {
  const { status, text, headers } = await sent
  return { status, text, contentType: headers['content-type'] ?? null }
}

describe('an id that is not a UUID', () => {
  const bad = [
    '1',
    'null',
    'undefined',
    'x'.repeat(36),
    '0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a5',
    '{0d3cbd0f13d65d05a0c5a3d9e5fd2a51}',
    "1' OR '1'='1",
  ]

  test.each(bad)('is refused on every route: %s', async (id) => {
    const token = await api.bearer('customer', 'merchant', 'ops')
    const path = `/v1/products/${encodeURIComponent(id)}`
    for (const sent of [
      api.request.get(path),
      api.request.patch(path).set(token).send({ name: 'Mug' }),
      api.request.delete(path).set(token),
      api.request.post(`${path}/likes`).set(token),
      api.request.get(path.replace('products', 'orders')).set(token),
      api.request.post(`${path.replace('products', 'orders')}/cancel`).set(token),
    ]) {
      expectProblem(await asAnswer(sent), 400, 'invalid_request')
    }
  })

  test.each(['%00', '%2e%2e', 'a%20b', '%F0%9F%8D%B5', '%ED%A0%80', 'a%2Fb', 'k'.repeat(201)])(
    'nor is %s the key of a probe row',
    async (key) => {
      const authorization = `authorization: ${(await api.bearer('ops'))['authorization']}`
      expectRefusal(await sendRaw(`GET /probe/registers/${key} HTTP/1.1`, authorization))
      expectRefusal(await sendRaw(`GET /probe/counters/${key} HTTP/1.1`, authorization))
    },
  )
})

describe('a path or method that is not served', () => {
  test.each([
    '/',
    '/v1',
    '/v2/products',
    '/v1/products/',
    '/v1/product',
    '/probe',
    '/.env',
    '/v1/products/../../etc/passwd',
  ])('is not found: %s', async (path) => {
    expectProblem(await sendRaw(`GET ${path} HTTP/1.1`), 404, 'route_not_found')
  })

  test.each(['/v1/products/%', '/v1/products/%zz', '/v1/products/%c3%28', '/%ff'])('is refused: %s', async (path) => {
    expectRefusal(await sendRaw(`GET ${path} HTTP/1.1`))
  })

  test.each([
    ['DELETE', '/v1/products'],
    ['PUT', '/v1/products'],
    ['PATCH', '/v1/orders'],
    ['POST', '/probe/registers/a'],
  ])('takes other methods: %s %s', async (method, path) => {
    expectProblem(await sendRaw(`${method} ${path} HTTP/1.1`, 'content-length: 0'), 405, 'method_not_allowed')
  })

  test('is refused when its query has fields that are not known', async () => {
    for (const query of [
      '?admin=1',
      '?limit=1&limit=2',
      '?limit[]=1',
      '?cursor=a&cursor=b',
      '?__proto__=1',
      '?%00=1',
      '?limit=1;2',
    ]) {
      expectProblem(await sendRaw(`GET /v1/products${query} HTTP/1.1`), 400, 'invalid_request')
    }
  })
})

describe('a request that is hardly one', () => {
  test.each([
    ['no HTTP', ['EHLO localhost']],
    ['an unknown method', ['BREW /v1/products HTTP/1.1']],
    ['a negative length', ['POST /v1/products HTTP/1.1', 'content-length: -1']],
    ['two lengths', ['POST /v1/products HTTP/1.1', 'content-length: 1', 'content-length: 2']],
    ['a length and chunks', ['POST /v1/products HTTP/1.1', 'content-length: 1', 'transfer-encoding: chunked']],
    ['a header with a NUL', ['GET /v1/products HTTP/1.1', 'x-a: a\u0000b']],
    ['headers without end', ['GET /v1/products HTTP/1.1', `x-a: ${'a'.repeat(100_000)}`]],
    ['a path without end', [`GET /${'a'.repeat(100_000)} HTTP/1.1`]],
  ])('is refused: %s', async (_, head) => {
    expectRefusal(await sendRaw(...head))
  })

  test('is refused when its Idempotency-Key comes twice', async () => {
    const sent = api.request
      .post('/v1/products')
      .set({ ...(await api.bearer('merchant')), 'idempotency-key': ['one', 'two'] as unknown as string })
      .send(newProduct())
    expectProblem(await asAnswer(sent), 400, 'idempotency_key_invalid')
  })

  test('leaves a service that answers the next one', async () => {
    expect((await api.request.get('/v1/products')).status).toBe(200)
  })
})
