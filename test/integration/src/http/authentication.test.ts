import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { minutes } from '@bicoastal/kernel'
import { SignJWT, UnsecuredJWT, generateKeyPair } from 'jose'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TrialApplication, startTrialApplication } from './trial-application.js'

let trial: TrialApplication
beforeAll(async () => {
  trial = await startTrialApplication()
})
afterAll(() => trial.stop())

const get = (path: string, authorization?: string) => {
  const sent = request(trial.url).get(path)
  return authorization === undefined ? sent : sent.set('authorization', authorization)
}

const CLAIMS = { sub: 'mallory', iss: 'bicoastal-local', aud: 'bicoastal', roles: ['merchant', 'ops'] }
const inAnHour = () => Math.floor((Date.now() + minutes(60)) / 1000)
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token whose HMAC secret is what everybody can read: the public key. */
function signedWithThePublicKey(): string {
  const secret = readFileSync(trial.tokens.keyFile, 'utf8')
  const signed = `${encoded({ alg: 'HS256', kid: 'testkit' })}.${encoded({ ...CLAIMS, exp: inAnHour() })}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

async function signedWithAnotherKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const header = { alg: 'EdDSA', kid: 'testkit' }
  return new SignJWT({ ...CLAIMS, exp: inAnHour() }).setProtectedHeader(header).sign(privateKey)
}

async function withOtherClaims(): Promise<string> {
  const [header, , signature] = (await trial.tokens.token({ roles: ['customer'] })).split('.')
  return `${header}.${encoded({ ...CLAIMS, exp: inAnHour() })}.${signature}`
}

describe('a request without a believable token is refused', () => {
  test.each<[string, () => string | undefined | Promise<string | undefined>]>([
    ['none', () => undefined],
    ['another scheme', () => 'Basic dXNlcjpwYXNzd29yZA=='],
    ['no text at all', () => 'Bearer '],
    ['noise', () => `Bearer ${randomUUID()}`],
    ['noise in three parts', () => 'Bearer a.b.c'],
    ['one that is not signed', () => `Bearer ${new UnsecuredJWT(CLAIMS).setExpirationTime('1h').encode()}`],
    ['one signed with the public key as a secret', () => `Bearer ${signedWithThePublicKey()}`],
    ['one signed with a key of the same name', async () => `Bearer ${await signedWithAnotherKey()}`],
    ['one whose claims were exchanged', async () => `Bearer ${await withOtherClaims()}`],
    ['one that has expired', async () => `Bearer ${await trial.tokens.token({ validFor: -minutes(1) })}`],
    ['one for another audience', async () => `Bearer ${await trial.tokens.token({ audience: 'other' })}`],
    ['one of another issuer', async () => `Bearer ${await trial.tokens.token({ issuer: 'other' })}`],
  ])('%s', async (_what, authorization) => {
    const response = await get('/things/caller/any', await authorization())
    expect(response.status).toBe(401)
    expect(response.body.code).toBe('unauthenticated')
    expect(response.headers['www-authenticate']).toMatch(/^Bearer realm="bicoastal"/)
    expect(response.headers['x-region']).toBe('west')
  })
})

describe('a request with a token', () => {
  test('knows its caller, also the second time', async () => {
    const authorization = `Bearer ${await trial.tokens.token({ subject: 'ada', roles: ['customer'] })}`
    for (let round = 1; round <= 2; round += 1) {
      const response = await get('/things/caller/any', authorization).expect(200)
      expect(response.body).toEqual({ subject: 'ada', roles: ['customer'] })
    }
  })

  test('is refused where its caller lacks the role', async () => {
    const response = await get('/things/caller/merchant', `Bearer ${await trial.tokens.token({ roles: ['customer'] })}`)
    expect(response.status).toBe(403)
    expect(response.body).toMatchObject({ code: 'role_missing', detail: 'This needs one of the roles merchant.' })
  })

  test('passes where its caller has one of the roles', async () => {
    const token = await trial.tokens.token({ roles: ['ops', 'merchant'] })
    expect((await get('/things/caller/merchant', `Bearer ${token}`)).status).toBe(200)
  })
})
