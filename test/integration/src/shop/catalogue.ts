import type { ApiUnderTest } from '../api/api-under-test.js'

/** A product as the api answers it. */
export interface ShownProduct {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly price: { readonly amount: number; readonly currency: string }
  readonly likes: number
  readonly createdAt: string
}

/** The body of a product to create; `differences` win. */
export function newProduct(differences: object = {}) {
  return { name: 'Cup', description: 'Holds 0.2 l.', price: { amount: 1250, currency: 'EUR' }, ...differences }
}

/** Creates a product through the api. */
export async function createProduct(api: ApiUnderTest, differences: object = {}): Promise<ShownProduct> {
  const merchant = await api.bearer('merchant')
  const { body } = await api.request.post('/v1/products').set(merchant).send(newProduct(differences)).expect(201)
  return body as ShownProduct
}

/** Deletes a product through the api. */
export async function deleteProduct(api: ApiUnderTest, id: string): Promise<void> {
  await api.request
    .delete(`/v1/products/${id}`)
    .set(await api.bearer('merchant'))
    .expect(204)
}
