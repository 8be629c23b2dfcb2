import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct, newProduct } from '../shop/catalogue.js'
import { type Answer, expectProblem } from './expect-problem.js'

let api: ApiUnderTest
let routes: readonly (readonly [method: string, path: string])[]

beforeAll(async () => {
  api = await startApi()
  const { id } = await createProduct(api)
  routes = [
    ['POST', '/v1/products'],
    ['PATCH', `/v1/products/${id}`],
    ['POST', '/v1/orders'],
    ['PUT', '/probe/registers/bad'],
    ['POST', '/probe/counters/bad'],
    ['POST', '/v1/customers'],
    ['POST', `/v1/products/${id}/stock`],
    ['POST', '/probe/ledger'],
    ['POST', '/probe/claims/bad'],
    ['POST', '/probe/escrows/bad/grant'],
    ['POST', '/probe/escrows/bad/spend'],
  ]
})
afterAll(() => api?.stop())

async function send(method: string, path: string, body: string | Buffer, type = 'application/json'): Promise<Answer> {
  const token = await api.bearer('customer', 'merchant', 'ops')
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { ...token, 'content-type': type, connection: 'close' },
    body: new Uint8Array(Buffer.from(body)),
  })
  return { status: response.status, contentType: response.headers.get('content-type'), text: await response.text() }
}

async function expectEveryRoute(body: string | Buffer, status: number, code: string, type?: string): Promise<void> {
  for (const [method, path] of routes) expectProblem(await send(method, path, body, type), status, code)
}

describe('a body that is not JSON', () => {
  test.each([
    ['cut short', '{"name": "Cup"'],
    ['two values', '{} {}'],
    ['a bare word', 'Cup'],
    ['single quotes', "{'name': 'Cup'}"],
    ['NaN', '{"amount": NaN}'],
    ['a trailing comma', '{"name": "Cup",}'],
    ['a comment', '{/* */}'],
    ['a byte order mark and nothing', '\ufeff'],
    ['spaces', '   '],
    ['a NUL byte', '{"name": "a\u0000b"}'],
    ['a million brackets', '['.repeat(1_000_000)],
  ])('is refused: %s', async (_, body) => {
    await expectEveryRoute(body, 400, 'malformed_json')
  })

  test('is refused when it reaches for the prototype', async () => {
    for (const key of ['__proto__', '\\u005f_proto__']) {
      await expectEveryRoute(`{"${key}": {"amount": 1}}`, 400, 'malformed_json')
      await expectEveryRoute(`{"price": {"${key}": {}}}`, 400, 'malformed_json')
    }
    await expectEveryRoute('{"constructor": {"prototype": {"amount": 1}}}', 400, 'malformed_json')
    expect(({} as { amount?: number }).amount).toBeUndefined()
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'x',
  ])('is refused by its content type: %s', async (type) => {
    await expectEveryRoute('{}', 415, 'content_type_unsupported', type)
  })
})

describe('a body of the wrong shape', () => {
  test.each([
    '{}',
    '[]',
    '[{}]',
    'null',
    '1',
    '1e400',
    '"text"',
    'true',
    '""',
    '{"": ""}',
    '{"constructor": 1, "toString": 2}',
  ])('is refused: %s', async (body) => {
    await expectEveryRoute(body, 400, 'invalid_request')
  })

  test('is refused when it is missing', async () => {
    await expectEveryRoute('', 400, 'invalid_request')
  })

  test('is refused when it nests deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    await expectEveryRoute(
      `{"name": ${deep}, "items": ${deep}, "value": ${deep}, "by": ${deep}}`,
      400,
      'invalid_request',
    )
  })

  test('is refused with few words however many faults it has', async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `"k${index}": 1`).join(',')
    await expectEveryRoute(`{${keys}}`, 400, 'invalid_request')
    await expectEveryRoute(`{"items": [${'{},'.repeat(200_000)}{}]}`, 400, 'invalid_request')
    await expectEveryRoute(`{"${'k'.repeat(900_000)}": 1}`, 400, 'invalid_request')
  })

  test('says which field is at fault', async () => {
    const answer = await send(
      'POST',
      '/v1/products',
      JSON.stringify(newProduct({ price: { amount: '1', currency: 'EUR' } })),
    )
    expectProblem(answer, 400, 'invalid_request')
    expect(JSON.parse(answer.text).faults).toEqual([
      { in: 'body', field: 'price.amount', message: expect.stringMatching(/./) },
    ])
  })
})

describe('text that Postgres would refuse', () => {
  test.each([
    ['a NUL character', '\\u0000'],
    ['half a surrogate pair', '\\ud800'],
    ['the other half', 'a\\udc00b'],
    ['a pair the wrong way round', '\\udc00\\ud800'],
  ])('is refused: %s', async (_, text) => {
    const price = '{"amount": 1, "currency": "EUR"}'
    const bodies = [
      ['POST', '/v1/products', `{"name": "${text}", "description": "", "price": ${price}}`],
      ['POST', '/v1/products', `{"name": "Cup", "description": "${text}", "price": ${price}}`],
      ['POST', '/v1/products', `{"name": "Cup", "description": "", "price": {"amount": 1, "currency": "EU${text}"}}`],
      ['PATCH', `/v1/products/${randomUUID()}`, `{"name": "${text}"}`],
      ['PUT', '/probe/registers/bad', `{"value": "${text}"}`],
      ['POST', '/v1/products', `{"name": "Cup", "description": "", "price": ${price}, "tags": ["${text}"]}`],
      ['POST', '/v1/customers', `{"name": "${text}", "email": "ada@example.org"}`],
      ['POST', '/v1/customers', `{"name": "Ada", "email": "a${text}@example.org"}`],
      ['POST', '/probe/ledger', `{"account": "${text}", "amount": 1}`],
      ['POST', '/probe/claims/bad', `{"holder": "${text}"}`],
      ['POST', '/v1/orders', `{"items": [{"productId": "${text}", "quantity": 1}]}`],
    ] as const
    for (const [method, path, body] of bodies) expectProblem(await send(method, path, body), 400, 'invalid_request')
  })

  test('is stored as a replacement character, by the rules of UTF-8, when its bytes are broken', async () => {
    const body = Buffer.concat([Buffer.from('{"value": "'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')])
    const answer = await send('PUT', '/probe/registers/bytes', body)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text).value).toBe('\ufffd\ufffd')
  })
})

describe('numbers out of range', () => {
  test.each(['-1', '0.5', '100000000001', '9007199254740993', '1e308', '1e400', '-0.1', '"1"', 'null', '[1]', '{}'])(
    'are no price: %s',
    async (amount) => {
      const answer = await send(
        'POST',
        '/v1/products',
        `{"name": "Cup", "description": "", "price": {"amount": ${amount}, "currency": "EUR"}}`,
      )
      expectProblem(answer, 400, 'invalid_request')
    },
  )
})

const LIMIT = 1024 * 1024

/** A body of exactly so many bytes. */
const ofSize = (bytes: number) => `{"value": "${'v'.repeat(bytes - 13)}"}`

describe('a body larger than 1 MiB', () => {
  test('is refused for its size, and one of exactly 1 MiB only for what it holds', async () => {
    expect(ofSize(LIMIT)).toHaveLength(LIMIT)
    await expectEveryRoute(ofSize(LIMIT), 400, 'invalid_request')
    await expectEveryRoute(ofSize(LIMIT + 1), 413, 'body_too_large')
  })

  test('is refused also when it does not say its size beforehand', async () => {
    const token = await api.bearer('ops')
    const chunk = new TextEncoder().encode('v'.repeat(64 * 1024))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length
        controller.enqueue(chunk)
        if (sent > 2 * LIMIT) controller.close()
      },
    })
    const response = await fetch(`${api.url}/probe/registers/large`, {
      method: 'PUT',
      headers: { ...token, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    })
    const answer = {
      status: response.status,
      contentType: response.headers.get('content-type'),
      text: await response.text(),
    }
    expectProblem(answer, 413, 'body_too_large')
  })
})
