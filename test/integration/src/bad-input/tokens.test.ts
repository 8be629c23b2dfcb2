import { generateKeyPairSync, sign } from 'node:crypto'
import { minutes } from '@bicoastal/kernel'
import { TokenIssuer, temporaryDirectory, removeDirectory } from '@bicoastal/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'
import { newProduct } from '../shop/catalogue.js'
import { expectProblem } from './expect-problem.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const encode = (part: object | string) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

const now = () => Math.floor(Date.now() / 1000)

const claims = () => ({
  sub: 'mallory',
  roles: ['customer', 'merchant', 'ops'],
  iss: TokenIssuer.issuer,
  aud: TokenIssuer.audience,
  iat: now(),
  exp: now() + 600,
})

async function expectRefused(authorization: string): Promise<void> {
  for (const sent of [
    api.request.post('/v1/products').send(newProduct()),
    api.request.get('/v1/orders/0d3cbd0f-13d6-5d05-a0c5-a3d9e5fd2a51'),
    api.request.get('/probe/registers/any'),
  ]) {
    const { status, text, headers } = await sent.set('authorization', authorization)
    expectProblem({ status, text, contentType: headers['content-type'] ?? null }, 401, 'unauthenticated')
    expect(headers['www-authenticate']).toMatch(/^Bearer/)
    expect(text).not.toContain(authorization.slice(-20).padStart(20, '?'))
  }
}

describe('a token that is not to be believed', () => {
  const roles = ['customer', 'merchant', 'ops'] as const

  test.each([
    ['expired', { validFor: -minutes(1) }],
    ['of another issuer', { issuer: 'someone-else' }],
    ['for another audience', { audience: 'another-service' }],
    ['without a subject', { subject: '' }],
    ['with a subject that cannot be stored', { subject: 'a\u0000b' }],
    ['with a subject of broken Unicode', { subject: '\ud800' }],
    ['with a subject without end', { subject: 's'.repeat(5000) }],
  ])('is refused: %s', async (_, differences) => {
    await expectRefused(`Bearer ${await api.region.tokens.token({ roles, ...differences })}`)
  })

  test('is refused when it is signed with a key that is not ours, under the name of ours', async () => {
    const directory = temporaryDirectory('forger')
    try {
      await expectRefused(`Bearer ${await (await TokenIssuer.create(directory)).token({ roles })}`)
    } finally {
      removeDirectory(directory)
    }
  })

  test('is refused when it claims to need no signature', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      await expectRefused(`Bearer ${encode({ alg })}.${encode(claims())}.`)
      await expectRefused(`Bearer ${encode({ alg, kid: 'testkit' })}.${encode(claims())}.c2ln`)
    }
  })

  test('is refused when its roles were raised after it was signed', async () => {
    const [header, payload, signature] = (await api.region.tokens.token({ roles: ['customer'] })).split('.')
    const raised = { ...JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()), roles }
    await expectRefused(`Bearer ${header}.${encode(raised)}.${signature}`)
    await expectRefused(`Bearer ${header}.${payload}.`)
    await expectRefused(`Bearer ${header}.${payload}.${encode('x'.repeat(64))}`)
  })

  test('is refused when it brings the key to judge it by', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const jwk = publicKey.export({ format: 'jwk' })
    for (const header of [
      { jwk },
      { jwk, kid: 'testkit' },
      { jku: 'http://127.0.0.1:1/keys' },
      { kid: '../../etc/passwd' },
    ]) {
      const signed = `${encode({ alg: 'EdDSA', ...header })}.${encode(claims())}`
      await expectRefused(`Bearer ${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`)
    }
  })

  test.each([
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer ..',
    'Bearer a.b.c',
    'Bearer a.b.c.d.e',
    'Basic YTpi',
    'Bearer %00',
    'bearer',
  ])('is refused when it hardly is one: %s', async (authorization) => {
    await expectRefused(authorization)
  })

  test('is refused when its parts are no JSON objects', async () => {
    for (const part of ['null', '[]', '1', 'text', '{', '']) {
      await expectRefused(`Bearer ${encode(part)}.${encode(claims())}.c2ln`)
      await expectRefused(`Bearer ${encode({ alg: 'EdDSA', kid: 'testkit' })}.${encode(part)}.c2ln`)
    }
  })
})

describe('a token that is to be believed', () => {
  test('speaks for its caller, whatever alphabet the name is in', async () => {
    const merchant = await api.bearerOf('Zoë 商人 \u{1F375}', 'merchant')
    await api.request.post('/v1/products').set(merchant).send(newProduct()).expect(201)
  })

  test('gives no role that it does not carry', async () => {
    const { status, text, headers } = await api.request.get('/probe/registers/any').set(await api.bearer('customer'))
    expectProblem({ status, text, contentType: headers['content-type'] ?? null }, 403, 'role_missing')
  })
})
