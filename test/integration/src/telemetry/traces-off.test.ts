import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const repository = new URL('../../../../', import.meta.url)

/** Writes the URL of every module that the process loaded, ES module or CommonJS, to a file: an exiting process empties no full pipe. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { writeFileSync } from 'node:fs'
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
  process.on('exit', () => writeFileSync(process.env.LOADED_MODULES, loaded.join('\\n')))
`)}`

/** What an api process loads before it listens. */
async function modulesLoaded(environment: Record<string, string>): Promise<readonly string[]> {
  const register = new URL('libs/platform/telemetry/dist/register.js', repository).href
  const application = new URL('apps/api/dist/index.js', repository).href
  const imports = ['--import', RECORDER, '--import', register]
  const directory = temporaryDirectory('modules')
  const loaded = join(directory, 'loaded')
  await run(process.execPath, [...imports, fileURLToPath(application)], {
    env: { REGION: 'east', INSTANCE: 'api-1', METRICS_PORT: '0', LOADED_MODULES: loaded, ...environment },
  })
  const modules = readFileSync(loaded, 'utf8').split('\n')
  removeDirectory(directory)
  return modules
}

const ofTheSdk = (modules: readonly string[]) =>
  modules.filter((url) => /@opentelemetry\/(sdk|instrumentation|exporter|otlp|resources|context)/.test(url))

test('with traces off a process loads nothing of the OpenTelemetry SDK, only its interface', async () => {
  const modules = await modulesLoaded({ TRACES: 'off' })
  expect(modules.some((url) => url.includes('/@opentelemetry/api/'))).toBe(true)
  expect(ofTheSdk(modules)).toEqual([])
})

test('with traces on it does, before pg and ioredis', async () => {
  const modules = await modulesLoaded({ TRACES: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  const first = (pattern: RegExp) => modules.findIndex((url) => pattern.test(url))
  expect(ofTheSdk(modules).length).toBeGreaterThan(0)
  expect(first(/@opentelemetry\/instrumentation-pg\//)).toBeLessThan(first(/node_modules\/pg\//))
  expect(first(/@opentelemetry\/instrumentation-ioredis\//)).toBeLessThan(first(/node_modules\/ioredis\//))
})
