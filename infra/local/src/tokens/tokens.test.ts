import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minutes } from '@bicoastal/kernel'
import { type JSONWebKeySet, createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOKEN_AUDIENCE, TOKEN_ISSUER, ensureSigningKeys } from '../stack/signing-keys.js'
import { StackFiles } from '../stack/stack-files.js'
import { mintToken } from './mint-token.js'
import { isNoSigningKeyError } from './no-signing-key.error.js'
import { readTokenArguments } from './token-arguments.js'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'bicoastal-tokens-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

test('a token is believed by who has the public keys of the stack', async () => {
  const files = new StackFiles(directory)
  await ensureSigningKeys(files)
  const token = await mintToken(files, { roles: ['merchant'], subject: 'ada', validFor: minutes(2) })
  const keys = JSON.parse(readFileSync(files.publicKeys, 'utf8')) as JSONWebKeySet
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
  })
  expect(payload).toMatchObject({ sub: 'ada', roles: ['merchant'] })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120)
})

test('without a stack there is no token', async () => {
  const nowhere = new StackFiles(join(directory, 'nowhere'))
  await expect(mintToken(nowhere, { roles: [], subject: 'ada' })).rejects.toSatisfy(isNoSigningKeyError)
})

describe('the arguments', () => {
  test('may be none', () => {
    const request = readTokenArguments([])
    expect(request).toMatchObject({ roles: ['customer'], subject: 'developer', validFor: minutes(60) })
  })

  test('may name several roles', () => {
    const request = readTokenArguments(['--role', 'merchant', '--role', 'ops', '--expires', '2d'])
    expect(request).toMatchObject({ roles: ['merchant', 'ops'], validFor: minutes(2 * 24 * 60) })
  })

  test.each([
    ['--role', 'king'],
    ['--expires', '1w'],
    ['--expires', '0h'],
    ['--subject', ''],
    ['--rol', 'ops'],
    ['ops', 'merchant'],
  ])('%s %s are refused', (...args) => {
    expect(() => readTokenArguments(args)).toThrow(TypeError)
  })
})
