import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { RunningProgram } from '@bicoastal/local'
import { type Environment, type TestRegion, applicationScript, createTestRegion } from '@bicoastal/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let region: TestRegion
beforeAll(async () => {
  region = await createTestRegion()
})
afterAll(() => region.release())

/** Runs an application to its end; returns how it ended and what it said. */
async function run(application: 'api' | 'worker' | 'relay', name: string, environment: Environment) {
  const logFile = join(region.servers.directory, `${name}.log`)
  const args = [applicationScript(application)]
  const program = await RunningProgram.start({ name, command: process.execPath, args, logFile, env: environment })
  const exit = await program.exited
  return { ...exit, log: readFileSync(logFile, 'utf8') }
}

test.each(['api', 'worker', 'relay'] as const)(
  'the %s without configuration names all that it misses, shows no secret, and exits with 78',
  async (application) => {
    const environment = { DATABASE_URL: 'postgres://someone:hunter2@', QUEUE_URL: 'redis:hunter2' }
    const { code, log } = await run(application, `unconfigured-${application}`, environment)
    expect(code).toBe(78)
    for (const fault of ['REGION is not set', 'INSTANCE is not set', 'METRICS_PORT is not set']) {
      expect(log).toContain(`  ${fault}`)
    }
    expect(log).toContain(application === 'relay' ? 'REPLICATION_DATABASE_URL is not set' : 'DATABASE_URL must be')
    expect(log).not.toContain('hunter2')
    expect(log).not.toMatch(/\n\s+at /)
  },
)

test('an api without its key file names the file and exits with 1', async () => {
  const environment = { ...region.environment('api-1'), JWT_KEY_FILE: '/nowhere/jwks.json' }
  const { code, log } = await run('api', 'no-keys', environment)
  expect(code).toBe(1)
  expect(log).toContain('could not be read from /nowhere/jwks.json')
})

test('an api whose port is taken says so and exits with 1', async () => {
  const squatter = createServer()
  const environment = region.environment('api-2')
  const listening = Promise.withResolvers<void>()
  squatter.listen(Number(environment['HTTP_PORT']), '127.0.0.1', listening.resolve)
  await listening.promise
  try {
    const { code, log } = await run('api', 'port-taken', environment)
    expect(code).toBe(1)
    expect(log).toContain(`EADDRINUSE: address already in use 127.0.0.1:${environment['HTTP_PORT']}`)
  } finally {
    squatter.close()
  }
})
