import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { eventually } from '@bicoastal/kernel'
import type { RunningProgram } from '@bicoastal/local'
import {
  type Environment,
  type TestRegion,
  applicationScript,
  createTestRegion,
  migrateSchema,
  startServerProgram,
} from '@bicoastal/testkit'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

let region: TestRegion
let token: string
let productId: string
const cleanups: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  region = await createTestRegion({ migrate: migrateSchema })
  token = await region.tokens.token({ roles: ['merchant'] })
})
afterAll(() => region.release())
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

interface Api {
  readonly program: RunningProgram
  readonly url: string
  log(): string
}

async function startApi(name: string, settings: Environment): Promise<Api> {
  const environment: Environment = { ...region.environment('api-1'), LOG_LEVEL: 'info', ...settings }
  const logDirectory = region.servers.directory
  const program = await startServerProgram({
    name,
    script: applicationScript('api'),
    environment,
    logDirectory,
    readyPath: '/health/ready',
  })
  cleanups.push(() => program.kill())
  const url = `http://127.0.0.1:${environment['HTTP_PORT']}`
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok, { awaited: `${name} to be ready` })
  const api = { program, url, log: () => readFileSync(join(logDirectory, `${name}.log`), 'utf8') }
  productId ??= (
    await request(url)
      .post('/v1/products')
      .auth(token, { type: 'bearer' })
      .send({ name: 'lamp', description: '', price: { amount: 1, currency: 'EUR' } })
      .expect(201)
  ).body.id
  return api
}

/** A request that the api has accepted and cannot finish before `release`. */
async function startStuckRequest(url: string) {
  const blocker = await region.sql.connect()
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE products IN ACCESS EXCLUSIVE MODE')
  const release = async () => {
    await blocker.query('ROLLBACK')
    blocker.release()
  }
  const response = request(url)
    .patch(`/v1/products/${productId}`)
    .auth(token, { type: 'bearer' })
    .send({ name: 'lantern' })
    .then((answer) => answer)
  await eventually(
    async () => (await region.sql.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)).rowCount,
    { awaited: 'the request to wait for the table' },
  )
  return { response, release }
}

const statusOf = (url: string, path: string) => fetch(`${url}${path}`).then(({ status }) => status)
const refuses = async (url: string) => {
  try {
    await fetch(`${url}/health/live`)
    return false
  } catch {
    return true
  }
}

describe('an api that is told to stop', () => {
  test('is not ready at once, serves while it drains, finishes what it has accepted, and exits with 0', async () => {
    const api = await startApi('stop-graceful', { DRAIN_MS: '1000' })
    const keepAlive = new Agent({ keepAlive: true })
    cleanups.push(async () => keepAlive.destroy())
    const get = (path: string) => request(api.url).get(path).agent(keepAlive)
    expect((await get('/v1/products')).headers['connection']).toBe('keep-alive')
    const stuck = await startStuckRequest(api.url)

    api.program.signal('SIGTERM')
    await eventually(async () => (await statusOf(api.url, '/health/ready')) === 503, {
      awaited: 'the process to be not ready',
      interval: 10,
    })
    const drained = await get('/health/live')
    expect(drained.status).toBe(200)
    expect(drained.headers['connection']).toBe('close')

    await eventually(() => refuses(api.url), { awaited: 'the process to accept no more connections' })
    expect(api.program.exit).toBeUndefined()
    await stuck.release()
    const { status, body } = await stuck.response
    expect([status, body.name]).toEqual([200, 'lantern'])
    expect(await api.program.exited).toEqual({ code: 0, signal: null })
    expect(api.log()).toContain('Stopped.')
  })

  test('is ended at once by a second signal, and says so', async () => {
    const api = await startApi('stop-twice', { DRAIN_MS: '60000' })
    api.program.signal('SIGTERM')
    await eventually(async () => (await statusOf(api.url, '/health/ready')) === 503, {
      awaited: 'the process to be not ready',
    })
    api.program.signal('SIGTERM')
    expect(await api.program.exited).toEqual({ code: 1, signal: null })
    expect(api.log()).toContain('Stopped by force while draining: a second signal came')
  })

  test('is ended when it takes too long, and says what it was doing', async () => {
    const api = await startApi('stop-late', { DRAIN_MS: '0', SHUTDOWN_TIMEOUT_MS: '500' })
    const stuck = await startStuckRequest(api.url)
    const broken = stuck.response.catch((error: Error) => error.message)
    api.program.signal('SIGTERM')
    expect(await api.program.exited).toEqual({ code: 1, signal: null })
    expect(api.log()).toContain('Stopped by force while finishing requests: it took longer than 500 ms')
    expect(await broken).toMatch(/socket hang up|ECONNRESET/)
    await stuck.release()
  })
})
