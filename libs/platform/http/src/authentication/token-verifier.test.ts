import { AuthenticationConfig } from '@bicoastal/config'
import { type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { type CryptoKey, SignJWT, exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { KeyRing } from './key-ring.js'
import { TokenVerifier } from './token-verifier.js'
import { isUnauthenticatedError } from './unauthenticated.error.js'

const config = new AuthenticationConfig({ keyFile: undefined, jwksUrl: undefined, issuer: 'issuer', audience: 'us' })
const START = Date.UTC(2026, 10, 1)

let privateKey: CryptoKey
let keys: KeyRing
let now: Milliseconds
const clock = { now: () => now, monotonic: () => now }

beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  privateKey = pair.privateKey
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }
  keys = new KeyRing(async () => ({ keys: [jwk] }), clock)
})

function verifier(): TokenVerifier {
  now = START
  return new TokenVerifier(keys, config, clock)
}

const token = (claims: object, validFor: Milliseconds = minutes(60)) =>
  new SignJWT({ iss: 'issuer', aud: 'us', exp: (START + validFor) / 1000, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(privateKey)

test('an RS256 token speaks for its subject with its roles', async () => {
  const caller = await verifier().verify(await token({ sub: 'ada', roles: ['ops', 7, null] }))
  expect(caller).toEqual({ subject: 'ada', roles: ['ops'] })
})

test.each([
  ['no subject', {}],
  ['an empty subject', { sub: '' }],
  ['a subject that is no text', { sub: { $ne: '' } }],
  ['a start in the future', { sub: 'ada', nbf: START / 1000 + 60 }],
  ['an end that is no number', { sub: 'ada', exp: 'never' }],
])('a signed token with %s is refused', async (_what, claims) => {
  await expect(token(claims).then((text) => verifier().verify(text))).rejects.toSatisfy(isUnauthenticatedError)
})

test('roles that are no list are none', async () => {
  expect((await verifier().verify(await token({ sub: 'ada', roles: 'ops' }))).roles).toEqual([])
})

test('a verified token is remembered for a minute', async () => {
  const tokens = verifier()
  const text = await token({ sub: 'ada' })
  expect(tokens.recall(text)).toBeUndefined()
  await tokens.verify(text)
  now += seconds(59)
  expect(tokens.recall(text)?.subject).toBe('ada')
  now += seconds(2)
  expect(tokens.recall(text)).toBeUndefined()
})

test('a verified token is not remembered beyond its own end', async () => {
  const tokens = verifier()
  const text = await token({ sub: 'ada' }, seconds(10))
  await tokens.verify(text)
  now += seconds(10)
  expect(tokens.recall(text)).toBeUndefined()
})
