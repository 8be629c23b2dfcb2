import { randomUUID } from 'node:crypto'
import { REGIONS, type RegionId, seconds } from '@bicoastal/kernel'
import { afterAll, describe, expect, test } from 'vitest'
import { clientsOf, readEverywhere } from './clients.js'
import { useRegions } from './regions.js'

const SETTLED = seconds(40)

const regions = await useRegions()
const caller = await clientsOf(regions, ['merchant', 'customer'])
const ops = await clientsOf(regions, ['ops'])

afterAll(async () => {
  await regions.stack.healLink()
})

async function stocked(stock: number): Promise<string> {
  const product = { name: 'Lamp', description: 'Brass', price: { amount: 100, currency: 'EUR' }, stock }
  const { status, body } = await caller.east.post('/v1/products', product)
  expect(status).toBe(201)
  return body.id
}

const order = (region: RegionId, productId: string, quantity: number, key?: string) =>
  caller[region].post(
    '/v1/orders',
    { items: [{ productId, quantity }] },
    key === undefined ? {} : { 'idempotency-key': key },
  )

async function stockIs(productId: string, body: object): Promise<void> {
  const expected = REGIONS.map(() => ({ status: 200, body: expect.objectContaining(body) }))
  const read = () => readEverywhere(caller, `/v1/products/${productId}/stock`)
  await expect.poll(read, { timeout: SETTLED }).toEqual(expected)
}

describe('stock while the regions see each other', () => {
  test('can be sold out from either region, right after it came into being', async () => {
    for (const region of REGIONS) {
      const lamp = await stocked(10)
      if (region === 'west') await stockIs(lamp, { available: 10 })
      expect((await order(region, lamp, 10)).status).toBe(201)
      for (const other of REGIONS) {
        const { status, body } = await order(other, lamp, 1)
        expect([status, body.code]).toEqual([409, 'out_of_stock'])
      }
      await stockIs(lamp, { available: 0, reserved: 10 })
    }
  })

  test('is sold to the last piece, and not one more, when both regions sell at once', async () => {
    const lamp = await stocked(40)
    await stockIs(lamp, { available: 40 })
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => REGIONS.map((region) => order(region, lamp, 1))).flat(),
    )
    const placed = answers.filter(({ status }) => status === 201).length
    // A busy region may ask to come again; what it may not say is "out of stock" where there is some.
    const refusals = answers.filter(({ status }) => status !== 201 && status !== 503)
    expect(refusals.map(({ status, body }) => [status, body.code, placed])).toEqual(
      refusals.map(() => [409, 'out_of_stock', 40]),
    )
    await stockIs(lamp, { available: 40 - placed, reserved: placed })
    for (let rest = 40 - placed; rest > 0; rest -= 1) expect((await order('west', lamp, 1)).status).toBe(201)
    expect((await order('east', lamp, 1)).body.code).toBe('out_of_stock')
    await stockIs(lamp, { available: 0, reserved: 40 })
  })

  test('comes back once when an order is cancelled in both regions at once, again and again', async () => {
    const lamp = await stocked(5)
    const { body } = await order('east', lamp, 5)
    await stockIs(lamp, { available: 0 })
    await expect.poll(() => caller.west.get(`/v1/orders/${body.id}`).then(({ status }) => status)).toBe(200)
    const cancel = () => Promise.all(REGIONS.map((region) => caller[region].post(`/v1/orders/${body.id}/cancel`)))
    for (const { status } of [...(await cancel()), ...(await cancel())]) expect(status).toBe(200)
    await stockIs(lamp, { available: 5, reserved: 0 })
    expect((await order('west', lamp, 5)).status).toBe(201)
  })
})

test('stock comes back to the region that sold it when the order is cancelled in the other one', async () => {
  const lamp = await stocked(6)
  const { body } = await order('east', lamp, 2)
  await stockIs(lamp, { available: 4, here: expect.any(Number), reserved: 2 })
  expect((await caller.west.post(`/v1/orders/${body.id}/cancel`)).status).toBe(200)
  await stockIs(lamp, { available: 6, reserved: 0 })
  expect((await caller.east.get(`/v1/products/${lamp}/stock`)).body).toMatchObject({ here: 3, peer: 3 })
})

describe('stock while the regions cannot see each other', () => {
  test('is sold by each as far as it may, and counted once afterwards', async () => {
    const [lamp, repeated, cancelled] = [await stocked(20), await stocked(20), await stocked(20)]
    const placed = (await order('east', cancelled, 4)).body.id
    await regions.converged()
    await regions.stack.cutLink()

    const answers = await Promise.all(
      Array.from({ length: 15 }, () => REGIONS.map((region) => order(region, lamp, 1))).flat(),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    for (const { status, body, headers } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, body.code]).toEqual([503, 'stock_held_elsewhere'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const key = randomUUID()
    for (const region of REGIONS) expect((await order(region, repeated, 3, key)).status).toBe(201)
    for (const region of REGIONS) {
      expect((await caller[region].post(`/v1/orders/${placed}/cancel`)).status).toBe(200)
    }

    await regions.stack.healLink()
    await stockIs(lamp, { available: 0, here: 0, peer: 0, reserved: 20 })
    await stockIs(repeated, { available: 17, reserved: 3 })
    await stockIs(cancelled, { available: 20, reserved: 0 })
    // Who was not answered asks again after a second.
    await expect.poll(async () => (await order('west', lamp, 1)).body.code, { timeout: SETTLED }).toBe('out_of_stock')
    await regions.converged()
    expect(await regions.compare()).toMatchObject({ equal: true })
  })
})

describe('stock that the other region hands over', () => {
  test('is neither lost nor doubled when its answer is', async () => {
    const lamp = await stocked(10)
    await stockIs(lamp, { available: 10 })
    // East's question arrives; neither the answer nor the rights do.
    await regions.stack.cutLink({ from: ['west'] })
    for (let time = 0; time < 2; time += 1) {
      expect((await order('east', lamp, 8)).body.code).toBe('stock_held_elsewhere')
    }
    await regions.stack.healLink()
    await stockIs(lamp, { available: 10, reserved: 0 })
    // Who was not answered asks again after a second.
    await expect.poll(async () => (await order('east', lamp, 8)).status, { timeout: SETTLED }).toBe(201)
    expect((await order('west', lamp, 2)).status).toBe(201)
    await stockIs(lamp, { available: 0, here: 0, peer: 0, reserved: 10 })
  })
})

describe('the escrows of the probe', () => {
  test('move rights to where they are asked for', async () => {
    const key = randomUUID()
    const path = `/probe/escrows/${key}`
    expect((await ops.east.post(`${path}/grant`, { by: 100 })).body).toMatchObject({ here: 100, peer: 0 })
    const { status, body } = await ops.west.post(`${path}/spend`, { by: 10 })
    // What was asked for, and half of the rest: where one spends, others will.
    expect([status, body]).toEqual([200, { key, available: 90, here: 45, peer: 45 }])
    // A process that got no answer in an earlier test asks again after a second.
    const tooMuch = async () => (await ops.east.post(`${path}/spend`, { by: 91 })).body.code
    await expect.poll(tooMuch, { timeout: SETTLED }).toBe('escrow_exhausted')
    expect((await ops.west.post(`${path}/spend`, { by: 90 })).body).toMatchObject({ available: 0 })
  })
})
