import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Environment,
  type TestRegion,
  applicationScript,
  createTestRegion,
  startServerProgram,
} from '@bicoastal/testkit'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let region: TestRegion
beforeAll(async () => {
  region = await createTestRegion()
})
afterAll(() => region.release())

test('the log explains a failed request under the name that the caller was told', async () => {
  const environment: Environment = {
    ...region.environment('api-1'),
    DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/bicoastal',
  }
  const logDirectory = region.servers.directory
  const script = applicationScript('api')
  const api = await startServerProgram({
    name: 'failing',
    script,
    environment,
    logDirectory,
    readyPath: '/health/live',
  })
  try {
    const { status, body } = await request(`http://127.0.0.1:${environment['HTTP_PORT']}`).get('/v1/products')
    expect(status).toBe(503)
    const log = readFileSync(join(logDirectory, 'failing.log'), 'utf8')
    const line = log.split('\n').find((each) => each.includes(body.instance)) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      region: 'east',
      instance: 'api-1',
      route: '/v1/products',
      code: body.code,
      reason: expect.stringContaining('ECONNREFUSED'),
    })
    expect(log).not.toContain('hunter2')
  } finally {
    await api.stop()
  }
})
