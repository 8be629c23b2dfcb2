import type { TestRegion } from '@bicoastal/testkit'
import { LoadFailedError } from '../load/load-failed.error.js'

/** The body of every product the bench creates: about as long as a product of a real shop. */
export const NEW_PRODUCT = {
  name: 'Lamp "Harbour", brass, 40 cm',
  description: 'A lamp for the desk. '.repeat(10),
  price: { amount: 12_900, currency: 'EUR' },
}

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
