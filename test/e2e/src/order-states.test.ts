import { type RegionId, REGIONS, eventually, seconds } from '@bicoastal/kernel'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { clientsOf, readEverywhere } from './clients.js'
import { useRegions } from './regions.js'

const regions = await useRegions()
const clients = await clientsOf(regions, ['customer', 'merchant'])
let productId: string

beforeAll(async () => {
  const product = { name: 'Chair', description: 'Oak', price: { amount: 9900, currency: 'EUR' } }
  productId = (await clients.east.post('/v1/products', product)).body.id
  await regions.converged()
})

async function placeOrder(region: RegionId): Promise<string> {
  const { status, body } = await clients[region].post('/v1/orders', { items: [{ productId, quantity: 2 }] })
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'placed' })
  return body.id
}

const jobsOf = async (region: RegionId, orderId: string) => {
  const query = `SELECT state FROM public.jobs WHERE payload ->> 'orderId' = $1`
  return (await regions.sql(region).query(query, [orderId])).rows
}

describe.each(REGIONS)('an order placed in %s', (region) => {
  test('is paid by exactly one job, and both regions say so', async () => {
    const id = await placeOrder(region)
    await expect
      .poll(() => readEverywhere(clients, `/v1/orders/${id}`), { timeout: seconds(10) })
      .toMatchObject([{ body: { state: 'paid' } }, { body: { state: 'paid' } }])
    for (const each of REGIONS) {
      await eventually(async () => (await jobsOf(each, id)).every(({ state }) => state === 'done'), {
        awaited: `the job to be done in ${each}`,
      })
      expect(await jobsOf(each, id)).toHaveLength(1)
    }
  })
})

describe('while the regions cannot see each other', () => {
  afterEach(async () => {
    await regions.stack.healLink()
    await regions.stack.startProcess('east/worker')
  })

  test('an order that is paid here and cancelled there ends as cancelled in both', async () => {
    await regions.stack.stopProcess('east/worker')
    const id = await placeOrder('east')
    await regions.converged()
    await regions.stack.cutLink()
    const cancelled = await clients.west.post(`/v1/orders/${id}/cancel`)
    expect(cancelled.body).toMatchObject({ state: 'cancelled' })
    await regions.stack.startProcess('east/worker')
    await eventually(async () => (await clients.east.get(`/v1/orders/${id}`)).body.state === 'paid', {
      awaited: 'east to pay the order it believes to be placed',
    })
    await regions.stack.healLink()
    await regions.converged()
    expect(await readEverywhere(clients, `/v1/orders/${id}`)).toMatchObject([
      { body: { state: 'cancelled' } },
      { body: { state: 'cancelled' } },
    ])
  })
})
