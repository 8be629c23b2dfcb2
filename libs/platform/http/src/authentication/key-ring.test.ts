import { type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { type JSONWebKeySet, errors, exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { KeyRing } from './key-ring.js'
import { isKeysUnavailableError } from './keys-unavailable.error.js'

let first: JSONWebKeySet
let both: JSONWebKeySet
async function publicKey(kid: string) {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  return { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA' }
}

beforeAll(async () => {
  const [one, two] = [await publicKey('one'), await publicKey('two')]
  first = { keys: [one] }
  both = { keys: [one, two] }
})

const header = (kid: string) => ({ alg: 'EdDSA', kid })

/** A ring whose source and clock the test holds. */
function ringOn(initial: JSONWebKeySet | Error) {
  const state = { answer: initial, asked: 0, now: 0 as Milliseconds }
  const source = async () => {
    state.asked += 1
    if (state.answer instanceof Error) throw state.answer
    return state.answer
  }
  return { state, ring: new KeyRing(source, { now: () => state.now, monotonic: () => state.now }) }
}

test('many tokens ask the source once', async () => {
  const { ring, state } = ringOn(first)
  await Promise.all(Array.from({ length: 20 }, () => ring.key(header('one'))))
  expect(state.asked).toBe(1)
})

test('a key that was added is found when the first token signed with it comes', async () => {
  const { ring, state } = ringOn(first)
  await ring.key(header('one'))
  state.answer = both
  state.now += seconds(11)
  await expect(ring.key(header('two'))).resolves.toBeDefined()
})

test('unknown key ids make it look again only every ten seconds', async () => {
  const { ring, state } = ringOn(first)
  for (let second = 0; second < 30; second += 1) {
    state.now = seconds(second)
    await expect(ring.key(header(`forged-${second}`))).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)
  }
  expect(state.asked).toBeLessThanOrEqual(3)
})

test('known keys stay good through an outage of the source, however long', async () => {
  const { ring, state } = ringOn(first)
  await ring.key(header('one'))
  state.answer = new Error('connection refused')
  state.now += minutes(600)
  await expect(ring.key(header('one'))).resolves.toBeDefined()
  await expect(ring.key(header('one'))).resolves.toBeDefined()
})

test('a key that was withdrawn is refused after the next refresh', async () => {
  const { ring, state } = ringOn(both)
  await ring.key(header('two'))
  state.answer = first
  state.now += minutes(11)
  await ring.key(header('one'))
  await expect(ring.key(header('two'))).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)
})

test('without any key it says so, and recovers by itself', async () => {
  const { ring, state } = ringOn(new Error('connection refused'))
  await expect(ring.key(header('one'))).rejects.toSatisfy(isKeysUnavailableError)
  state.answer = first
  state.now += seconds(2)
  await expect(ring.key(header('one'))).resolves.toBeDefined()
})
