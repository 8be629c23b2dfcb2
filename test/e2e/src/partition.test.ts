import { randomUUID } from 'node:crypto'
import { seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Clients, clientsOf, readEverywhere } from './clients.js'
import { useRegions } from './regions.js'

const NEW_PRODUCT = { name: 'Lamp', description: 'Brass', price: { amount: 100, currency: 'EUR' } }

const regions = await useRegions()
const merchant = await clientsOf(regions, ['merchant', 'customer'])
const ops = await clientsOf(regions, ['ops'])

afterAll(async () => {
  await regions.stack.healLink()
})

async function createProduct(): Promise<string> {
  const { status, body } = await merchant.east.post('/v1/products', NEW_PRODUCT)
  expect(status).toBe(201)
  return `/v1/products/${body.id}`
}

async function succeed(...answers: Promise<{ status: number }>[]): Promise<void> {
  for (const { status } of await Promise.all(answers)) expect([200, 201, 204]).toContain(status)
}

/** Expects both regions to come to the same answer; caches learn of a change a moment after the database. */
async function expectEverywhere(clients: Clients, path: string, body: object, status = 200): Promise<void> {
  const expected = { status, body: expect.objectContaining(body) }
  await expect.poll(() => readEverywhere(clients, path), { timeout: seconds(10) }).toEqual([expected, expected])
}

describe('what both regions wrote while they could not see each other, seen from either after the link is healed', () => {
  const register = `/probe/registers/${randomUUID()}`
  const counter = `/probe/counters/${randomUUID()}`
  const idempotencyKey = randomUUID()
  let renamedAndRepriced: string
  let renamedTwice: string
  let repricedTwice: string
  let liked: string
  let deletedAndRenamed: string
  let placedTwice: { readonly id: string }[]
  let differedWhileCut: number

  beforeAll(async () => {
    ;[renamedAndRepriced, renamedTwice, repricedTwice, liked, deletedAndRenamed] = (await Promise.all(
      Array.from({ length: 5 }, createProduct),
    )) as [string, string, string, string, string]
    await regions.converged()
    await regions.stack.cutLink()
    const { east, west } = merchant
    await succeed(
      east.patch(renamedAndRepriced, { name: 'Harbour lamp' }),
      west.patch(renamedAndRepriced, { price: { amount: 150, currency: 'USD' } }),
    )
    await succeed(east.patch(renamedTwice, { name: 'earlier' }))
    await succeed(west.patch(renamedTwice, { name: 'later' }))
    await succeed(east.patch(repricedTwice, { price: { amount: 111, currency: 'EUR' } }))
    await succeed(west.patch(repricedTwice, { price: { amount: 222, currency: 'USD' } }))
    await succeed(...[east, east, east, west, west].map((client) => client.post(`${liked}/likes`)))
    await succeed(east.delete(deletedAndRenamed))
    await succeed(west.patch(deletedAndRenamed, { name: 'still wanted' }))
    await succeed(ops.west.put(register, { value: 'earlier' }))
    await succeed(ops.east.put(register, { value: 'later' }))
    await succeed(ops.east.post(counter, { by: 7 }), ops.west.post(counter, { by: -3 }))
    const order = { items: [{ productId: liked.split('/').at(-1), quantity: 1 }] }
    const placed = [east, west].map((client) => client.post('/v1/orders', order, { 'idempotency-key': idempotencyKey }))
    placedTwice = (await Promise.all(placed)).map(({ body }) => body)
    differedWhileCut = (await regions.compare()).differing
    await regions.stack.healLink()
    await regions.converged(seconds(30))
  })

  test('was different in every row that both wrote, and is equal row by row', async () => {
    expect(differedWhileCut).toBeGreaterThanOrEqual(7)
    expect(await regions.compare()).toMatchObject({ equal: true, differences: [] })
  })

  test('a new name here and a new price there are both kept', () =>
    expectEverywhere(merchant, renamedAndRepriced, {
      name: 'Harbour lamp',
      price: { amount: 150, currency: 'USD' },
    }))

  test('of two names the later one stands', () => expectEverywhere(merchant, renamedTwice, { name: 'later' }))

  test('of two prices the later one stands whole, the amount with its currency', () =>
    expectEverywhere(merchant, repricedTwice, { price: { amount: 222, currency: 'USD' } }))

  test('every like counts once', () => expectEverywhere(merchant, liked, { likes: 5 }))

  test('a deleted product stays deleted, whatever was changed in it elsewhere', () =>
    expectEverywhere(merchant, deletedAndRenamed, { code: 'product_not_found' }, 404))

  test('a register holds the later write', () => expectEverywhere(ops, register, { value: 'later' }))

  test('a counter is the sum of what both added', () => expectEverywhere(ops, counter, { value: 4 }))

  test('one Idempotency-Key accepted in both regions is one order, which is paid', async () => {
    expect(placedTwice[0]?.id).toBe(placedTwice[1]?.id)
    await expectEverywhere(merchant, `/v1/orders/${placedTwice[0]?.id}`, { state: 'paid' })
  })
})
