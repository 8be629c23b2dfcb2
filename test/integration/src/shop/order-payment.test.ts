import { eventually, seconds } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { type BackgroundProcesses, startBackgroundProcesses } from '../api/background-processes.js'
import { createProduct } from './catalogue.js'

/** Processes start slowly on a machine that does much else. */
const PATIENCE = seconds(30)

let api: ApiUnderTest
let background: BackgroundProcesses | undefined
let customer: Record<string, string>
let productId: string

beforeAll(async () => {
  api = await startApi()
  customer = await api.bearer('customer')
  productId = (await createProduct(api)).id
})
afterAll(async () => {
  await background?.stop()
  await api?.stop()
})

async function place(): Promise<string> {
  const order = { items: [{ productId, quantity: 1 }] }
  const { headers } = await api.request.post('/v1/orders').set(customer).send(order).expect(201)
  return headers.location ?? ''
}

const stateOf = async (path: string) => (await api.request.get(path).set(customer).expect(200)).body.state as string

/** The states of an order and its job, and whether one transaction wrote both. */
async function settlement(path: string) {
  const { rows } = await api.region.sql.query(
    `SELECT purchase.state AS purchase, job.state AS job, purchase.xmin::text = job.xmin::text AS together
     FROM orders AS purchase JOIN jobs AS job ON job.payload ->> 'orderId' = purchase.id::text WHERE purchase.id = $1`,
    [path.split('/').at(-1)],
  )
  return rows[0]
}

// The tests build on each other: the first one starts the worker and the relay.
describe('the payment of an order', () => {
  test('is captured once the worker is there, unless the order was cancelled meanwhile', async () => {
    const [waiting, cancelled] = [await place(), await place()]
    await api.request.post(`${cancelled}/cancel`).set(customer).expect(200)
    expect(await stateOf(waiting)).toBe('placed')

    background = await startBackgroundProcesses(api.region)
    await eventually(async () => (await stateOf(waiting)) === 'paid', {
      awaited: 'the waiting order to be paid',
      deadline: PATIENCE,
    })
    expect(await settlement(waiting)).toEqual({ purchase: 'paid', job: 'done', together: true })
    await eventually(async () => (await settlement(cancelled)).job === 'done', {
      awaited: 'the second job to be done',
      deadline: PATIENCE,
    })
    expect(await stateOf(cancelled)).toBe('cancelled')
  })

  test('is captured for each of many orders placed at once', async () => {
    const paths = await Promise.all(Array.from({ length: 20 }, place))
    for (const path of paths) {
      await eventually(async () => (await stateOf(path)) === 'paid', {
        awaited: `${path} to be paid`,
        deadline: PATIENCE,
      })
      expect(await settlement(path)).toEqual({ purchase: 'paid', job: 'done', together: true })
    }
  })
})

describe('a product that is cached', () => {
  test('is read anew after a change that did not come through the api', async () => {
    const path = `/v1/products/${productId}`
    await api.request.get(path).expect(200)
    await api.region.sql.query(`UPDATE products SET name = 'Changed by hand' WHERE id = $1`, [productId])
    await eventually(async () => (await api.request.get(path)).body.name === 'Changed by hand', {
      awaited: 'the cache to hear of the change',
      deadline: PATIENCE,
    })
  })
})
