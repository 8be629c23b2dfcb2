import type { TestRegion } from '@bicoastal/testkit'
import { LoadFailedError } from '../load/load-failed.error.js'
import { NEW_PRODUCT } from './new-product.js'

/** Creates a product through the api and reads it once, after which it is cached. */
export async function createProduct(region: TestRegion, origin: string): Promise<{ id: string; body: string }> {
  const url = `${origin}/v1/products`
  const token = await region.tokens.token({ roles: ['merchant'], subject: 'bench' })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const created = await fetch(url, { method: 'POST', headers, body: JSON.stringify(NEW_PRODUCT) })
  if (created.status !== 201) throw new LoadFailedError(url, 1, 0)
  const { id } = (await created.json()) as { id: string }
  const read = await fetch(`${url}/${id}`)
  return { id, body: await read.text() }
}
