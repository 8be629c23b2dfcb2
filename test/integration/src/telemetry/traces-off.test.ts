import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const repository = new URL('../../../../', import.meta.url)

/** Prints the URL of every module that the process loaded, ES module or CommonJS. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
  process.on('exit', () => console.log(loaded.join('\\n')))
`)}`

/** What an api process loads before it listens. */
async function modulesLoaded(environment: Record<string, string>): Promise<readonly string[]> {
  const register = new URL('libs/platform/telemetry/dist/register.js', repository).href
  const application = new URL('apps/api/dist/index.js', repository).href
  const imports = ['--import', RECORDER, '--import', register]
  const { stdout } = await run(process.execPath, [...imports, fileURLToPath(application)], {
    env: { REGION: 'east', INSTANCE: 'api-1', METRICS_PORT: '0', ...environment },
    maxBuffer: 16 * 1024 * 1024,
  })
  return stdout.split('\n')
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
