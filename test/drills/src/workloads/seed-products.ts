import { seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import { request } from 'undici'
import { textOf } from './answer.js'
import { UnexpectedAnswerError } from './unexpected-answer.error.js'

/**
 * Creates the products that orders and reads refer to, and waits until both regions have them: an order for a product
 * that has not arrived yet would be refused for a reason that has nothing to do with the drill.
 */
export async function seedProducts(regions: TwoRegions, runId: string, merchantToken: string): Promise<string[]> {
  const ids: string[] = []
  for (let count = 0; count < 5; count++) {
    const body = {
      name: `${runId} seed ${count}`,
      description: 'Ordered by a drill.',
      price: { amount: 500, currency: 'EUR' },
    }
    const response = await request(`${regions.origins.global}/v1/products`, {
      method: 'POST',
      headers: { authorization: `Bearer ${merchantToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.body.text()
    if (response.statusCode !== 201) throw new UnexpectedAnswerError('id', `${response.statusCode} ${answer}`)
    ids.push(textOf(JSON.parse(answer), 'id'))
  }
  await regions.converged(seconds(30))
  return ids
}
