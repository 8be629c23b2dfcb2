import { readFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import request from 'supertest'
import { afterEach, expect, test } from 'vitest'
import { type TrialApplication, startTrialApplication } from './trial-application.js'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** A server of public keys that a test can change and stop. */
async function startKeyServer() {
  let document: string | undefined
  let asked = 0
  const server: Server = createServer((_request, response) => {
    asked += 1
    response.writeHead(document === undefined ? 500 : 200, { 'content-type': 'application/json' }).end(document)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  cleanups.push(async () => server.close())
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  const serve = (trial: TrialApplication) => (document = readFileSync(trial.tokens.keyFile, 'utf8'))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`, serve, stop, asked: () => asked }
}

async function startTrial(url: string) {
  const trial = await startTrialApplication({ JWT_JWKS_URL: url })
  cleanups.push(trial.stop)
  return trial
}

const call = async (trial: TrialApplication, token: string) =>
  request(trial.url).get('/things/caller/any').set('authorization', `Bearer ${token}`)

test('tokens that were never seen are still believed while the key server is down', async () => {
  const keys = await startKeyServer()
  const trial = await startTrial(keys.url)
  keys.serve(trial)
  expect((await call(trial, await trial.tokens.token({ subject: 'ada' }))).status).toBe(200)
  keys.stop()
  expect((await call(trial, await trial.tokens.token({ subject: 'bob' }))).status).toBe(200)
})

test('without any key the answer is not that the token is bad, but to come back', async () => {
  const keys = await startKeyServer()
  const trial = await startTrial(keys.url)
  const response = await call(trial, await trial.tokens.token())
  expect(response.status).toBe(503)
  expect(response.headers['retry-after']).toBe('2')
  expect(response.body.code).toBe('keys_unavailable')
  expect((await request(trial.url).get('/things')).status).toBe(200)
})

test('a flood of forged tokens with unknown key ids does not become a flood on the key server', async () => {
  const keys = await startKeyServer()
  const trial = await startTrial(keys.url)
  keys.serve(trial)
  const [, payload, signature] = (await trial.tokens.token()).split('.')
  const forged = (id: number) => {
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: `forged-${id}` })).toString('base64url')
    return call(trial, `${header}.${payload}.${signature}`)
  }
  const statuses = await Promise.all(Array.from({ length: 50 }, async (_value, id) => (await forged(id)).status))
  expect(new Set(statuses)).toEqual(new Set([401]))
  expect(keys.asked()).toBeLessThanOrEqual(2)
})
