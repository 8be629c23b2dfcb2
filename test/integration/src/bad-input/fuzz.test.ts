import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { createProduct } from '../shop/catalogue.js'
import { expectRefusal } from './expect-problem.js'

const RUNS = 300

let api: ApiUnderTest
let productId: string

beforeAll(async () => {
  api = await startApi()
  productId = (await createProduct(api)).id
})
afterAll(() => api?.stop())

/** Values that look almost right, and any others. */
const anything = fc.oneof(
  fc.anything({ withNullPrototype: false, withBigInt: false, withDate: false, withMap: false, withSet: false }),
  fc.constantFrom('', 'EUR', '\u0000', '\ud800', 0, -0, 1e308, 2 ** 53, Number.NaN, null, [], {}, { length: 1 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
)

const money = fc.record({ amount: fc.oneof(fc.nat(), anything), currency: fc.oneof(fc.constant('EUR'), anything) })
const name = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }), anything)

/** Bodies with the right names and doubtful values, with names missing and names too many. */
const bodyOf = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.record(fields), fc.dictionary(fc.string(), anything))
        .map(([body, more]) => ({ ...more, ...body })),
    },
    { weight: 1, arbitrary: anything },
  )

const tags = fc.oneof(fc.array(fc.oneof(fc.string({ maxLength: 60 }), anything), { maxLength: 60 }), anything)
const product = bodyOf({
  name,
  description: name,
  price: fc.oneof(money, anything),
  tags,
  stock: fc.oneof(fc.nat(), fc.integer(), anything),
})
const items = fc.array(
  fc.record({
    productId: fc.oneof(fc.uuid(), fc.constant(null), anything),
    quantity: fc.oneof(fc.nat(2000), anything),
  }),
)

const routes = {
  'POST /v1/products': product,
  'PATCH /v1/products/:id': product,
  'POST /v1/orders': bodyOf({ items: fc.oneof(items, anything) }),
  'PUT /probe/registers/fuzz': bodyOf({ value: name }),
  'POST /probe/counters/fuzz': bodyOf({ by: fc.oneof(fc.integer(), fc.double(), anything) }),
  'POST /v1/products/:id/stock': bodyOf({ add: fc.oneof(fc.nat(), fc.double(), anything) }),
  'POST /v1/customers': bodyOf({ email: fc.oneof(fc.emailAddress(), anything), name }),
  'POST /probe/ledger': bodyOf({
    account: fc.oneof(fc.constant('fuzz'), anything),
    amount: fc.oneof(fc.integer(), anything),
  }),
  'POST /probe/claims/fuzz': bodyOf({ holder: fc.oneof(fc.constant('fuzz'), anything) }),
  'POST /probe/escrows/fuzz/grant': bodyOf({ by: fc.oneof(fc.nat(), fc.double(), anything) }),
}

async function send(method: string, path: string, body?: string): Promise<Response> {
  const headers = { ...(await api.bearer('customer', 'merchant', 'ops')), 'content-type': 'application/json' }
  return fetch(`${api.url}${path}`, body === undefined ? { method, headers } : { method, headers, body })
}

/** Either done or refused with problem details; never our fault. */
async function expectSound(response: Response): Promise<void> {
  const text = await response.text()
  if (response.ok) return
  expectRefusal({ status: response.status, contentType: response.headers.get('content-type'), text })
}

/** Takes its seed from FUZZ_SEED, so that a run can be repeated; the failure message names seed and counterexample. */
const parameters = { numRuns: RUNS, seed: Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31) }

describe(`any body (FUZZ_SEED=${parameters.seed})`, () => {
  test.each(Object.entries(routes))('is taken or refused, never our fault: %s', async (route, bodies) => {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(':id', productId)
    const property = fc.asyncProperty(bodies, async (body) => {
      await expectSound(await send(method, path, JSON.stringify(body) ?? ''))
    })
    await fc.assert(property, parameters)
  })

  test('is refused when it is no JSON', async () => {
    const property = fc.asyncProperty(fc.string({ unit: 'binary' }), async (body) => {
      await expectSound(await send('POST', '/v1/orders', body))
    })
    await fc.assert(property, parameters)
  })
})

describe(`any path (FUZZ_SEED=${parameters.seed})`, () => {
  test('is served or refused, never our fault', async () => {
    const segment = fc.oneof(fc.string({ unit: 'binary', maxLength: 250 }), fc.uuid()).map(encodeWellFormed)
    const prefix = fc.constantFrom(
      '/v1/products',
      '/v1/orders',
      '/v1/customers',
      '/probe/registers',
      '/probe/counters',
      '/probe/sets',
      '/probe/ledger',
      '/probe/claims',
      '/probe/escrows',
      '',
    )
    const property = fc.asyncProperty(prefix, segment, fc.constantFrom('GET', 'DELETE'), async (start, end, method) => {
      await expectSound(await send(method, `${start}/${end}`))
    })
    await fc.assert(property, parameters)
  })

  test('of a page is served or refused, whatever the query', async () => {
    const value = fc
      .oneof(fc.string({ unit: 'binary' }), fc.integer().map(String), fc.base64String())
      .map(encodeWellFormed)
    const property = fc.asyncProperty(value, value, async (cursor, limit) => {
      await expectSound(await send('GET', `/v1/products?cursor=${cursor}&limit=${limit}`))
      await expectSound(await send('GET', `/v1/products?cursor=${cursor}`))
      await expectSound(await send('GET', `/v1/products?tag=${cursor}`))
    })
    await fc.assert(property, parameters)
  })
})

function encodeWellFormed(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

test('what was taken can be read back', async () => {
  const { status, body } = await api.request.get('/v1/products').query({ limit: 100 })
  expect([status, Array.isArray(body.items)]).toEqual([200, true])
})
