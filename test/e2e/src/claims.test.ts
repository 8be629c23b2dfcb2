import { randomUUID } from 'node:crypto'
import { REGIONS, seconds } from '@bicoastal/kernel'
import { afterAll, describe, expect, test } from 'vitest'
import { clientsOf, readEverywhere } from './clients.js'
import { useRegions } from './regions.js'

/** Claims that could not be settled at once are looked at again after 15 s at most. */
const SETTLED = seconds(40)

const regions = await useRegions()
const ops = await clientsOf(regions, ['ops'])
const customers = await clientsOf(regions, ['customer'])

afterAll(async () => {
  await regions.stack.healLink()
})

const claim = (region: (typeof REGIONS)[number], key: string, holder: string = region) =>
  ops[region].post(`/probe/claims/${key}`, { holder })

async function everywhere(path: string, body: object): Promise<void> {
  const expected = REGIONS.map(() => ({ status: 200, body: expect.objectContaining(body) }))
  await expect.poll(() => readEverywhere(ops, path), { timeout: SETTLED }).toEqual(expected)
}

describe('a claim while the regions see each other', () => {
  test('is confirmed in the answer, and both regions say so', async () => {
    const key = randomUUID()
    const { status, body } = await claim('east', key)
    expect([status, body]).toEqual([200, { key, holder: 'east', state: 'confirmed' }])
    await everywhere(`/probe/claims/${key}`, { holder: 'east', state: 'confirmed' })
    expect((await claim('west', key)).status).toBe(409)
  })

  test('that both regions make at once has one owner, who is told so, and one who is told the opposite', async () => {
    for (let race = 0; race < 10; race += 1) {
      const key = randomUUID()
      const answers = await Promise.all(REGIONS.map((region) => claim(region, key)))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      const winner = answers.find(({ status }) => status === 200)
      expect(winner?.body.state).toBe('confirmed')
      await everywhere(`/probe/claims/${key}`, { holder: winner?.body.holder, state: 'confirmed' })
    }
  })

  test('has one owner also when so many are made that some have to wait', async () => {
    const keys = Array.from({ length: 40 }, () => randomUUID())
    const answers = await Promise.all(keys.map((key) => Promise.all(REGIONS.map((region) => claim(region, key)))))
    for (const [index, pair] of answers.entries()) {
      const told = pair.filter(({ body }) => body.state === 'confirmed').map(({ body }) => body.holder)
      expect(told.length).toBeLessThanOrEqual(1)
      await everywhere(`/probe/claims/${keys[index]}`, {
        state: 'confirmed',
        ...(told.length === 0 ? {} : { holder: told[0] }),
      })
    }
  })
})

describe('one e-mail registered in both regions at once', () => {
  test('has one confirmed customer', async () => {
    const email = `${randomUUID()}@example.org`
    const answers = await Promise.all(
      REGIONS.map((region) => customers[region].post('/v1/customers', { email, name: region })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
    const registered = answers.find(({ status }) => status === 201)
    expect(registered?.body.state).toBe('confirmed')
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('email_taken')
    await everywhere(`/v1/customers/${registered?.body.id}`, { state: 'confirmed' })
  })
})

describe('what was claimed while the regions could not see each other', () => {
  test('is pending until they do, and then has one owner, for good', async () => {
    const [contested, alone] = [randomUUID(), randomUUID()]
    const email = `${randomUUID()}@example.org`
    await regions.converged()
    await regions.stack.cutLink()
    const register = (region: (typeof REGIONS)[number]) =>
      customers[region].post('/v1/customers', { email, name: region })
    const [east, west, only, ada, bob] = await Promise.all([
      claim('east', contested),
      claim('west', contested),
      claim('west', alone),
      register('east'),
      register('west'),
    ])
    expect([east, west, only].map(({ body }) => body.state)).toEqual(['pending', 'pending', 'pending'])
    expect([ada, bob].map(({ status, body }) => [status, body.state])).toEqual([ada, bob].map(() => [201, 'pending']))
    await regions.stack.healLink()
    await everywhere(`/probe/claims/${alone}`, { holder: 'west', state: 'confirmed' })
    await everywhere(`/probe/claims/${contested}`, { state: 'confirmed' })
    const states = async () => {
      const shown = await Promise.all([ada, bob].map(({ body }) => readEverywhere(ops, `/v1/customers/${body.id}`)))
      return shown.map((answers) => answers.map(({ body }) => (body as { state: string }).state).join()).toSorted()
    }
    await expect.poll(states, { timeout: SETTLED }).toEqual(['confirmed,confirmed', 'lost,lost'])
    expect(await regions.compare()).toMatchObject({ equal: true })
  })
})
