import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, seconds } from '@bicoastal/kernel'
import type { ProgramExit, RunningProgram } from '@bicoastal/local'
import {
  type Environment,
  type TestRegion,
  applicationScript,
  createTestRegion,
  migrateSchema,
  startServerProgram,
} from '@bicoastal/testkit'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Collector, type Span, startCollector } from './collector.js'

const REGISTER = new URL('../../../../libs/platform/telemetry/dist/register.js', import.meta.url)
const PRODUCT_NAME = 'a name that no span may carry'
const IDEMPOTENCY_KEY = 'a-key-that-no-span-may-carry'

let region: TestRegion
let collector: Collector
let url: string
const programs: RunningProgram[] = []

/** Starts an application as a stack does, with traces on; `serves` is the variable of the port it answers on. */
async function startTraced(application: 'api' | 'worker' | 'relay', serves: 'HTTP_PORT' | 'METRICS_PORT') {
  const own = region.environment(`${application}-1`)
  const environment: Environment = {
    ...own,
    HTTP_PORT: String(own[serves]),
    NODE_OPTIONS: `--import ${REGISTER.href}`,
    TRACES: 'on',
    TRACES_SAMPLE_RATIO: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    LOG_LEVEL: 'info',
    LOG_REQUESTS: 'all',
  }
  const program = await startServerProgram({
    name: `traced-${application}`,
    script: applicationScript(application),
    environment,
    logDirectory: region.servers.directory,
    readyPath: serves === 'HTTP_PORT' ? '/health/live' : '/metrics',
  })
  programs.push(program)
  return environment
}

const api = () => request(url)

/** Places an order and waits until its job is done; returns the trace that this was part of. */
async function buy(): Promise<string> {
  const token = await region.tokens.token({ subject: 'ada', roles: ['merchant', 'customer'] })
  const product = await api()
    .post('/v1/products')
    .auth(token, { type: 'bearer' })
    .send({ name: PRODUCT_NAME, description: '', price: { amount: 1250, currency: 'EUR' } })
    .expect(201)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const order = await api()
    .post('/v1/orders')
    .auth(token, { type: 'bearer' })
    .set('idempotency-key', IDEMPOTENCY_KEY)
    .set('traceparent', `00-${traceId}-b7ad6b7169203331-01`)
    .send({ items: [{ productId: product.body.id, quantity: 1 }] })
    .expect(201)
  const path = `/v1/orders/${order.body.id}`
  await eventually(async () => (await api().get(path).auth(token, { type: 'bearer' })).body.state === 'paid', {
    awaited: 'the order to be paid by the worker',
    deadline: seconds(20),
  })
  await api().get(`/v1/products/${product.body.id}`).expect(200)
  await api().get('/health/ready').expect(200)
  return traceId
}

let traceId: string
let trace: readonly Span[]
let exits: readonly ProgramExit[]

beforeAll(async () => {
  collector = await startCollector()
  region = await createTestRegion({ migrate: migrateSchema })
  const [{ HTTP_PORT }] = await Promise.all([
    startTraced('api', 'HTTP_PORT'),
    startTraced('relay', 'METRICS_PORT'),
    startTraced('worker', 'METRICS_PORT'),
  ])
  url = `http://127.0.0.1:${HTTP_PORT}`
  traceId = await buy()
  // A stop sends what is still in memory.
  exits = await Promise.all(programs.map((program) => program.stop(seconds(20))))
  trace = collector.spans(traceId)
})

afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await region?.release()
  await collector?.stop()
})

const named = (name: string | RegExp, service: string) =>
  trace.find((span) => span.service === service && (name instanceof RegExp ? name.test(span.name) : span.name === name))

/** The span and those it is part of, innermost first. */
function lineage(span: Span | undefined): readonly string[] {
  if (span === undefined) return []
  return [span.name, ...lineage(trace.find(({ spanId }) => spanId === span.parent))]
}

test('every process ends in order, after sending what it recorded', () => {
  expect(exits).toEqual(exits.map(() => ({ code: 0, signal: null })))
})

describe('an order leaves one trace', () => {
  test('that the caller began and the api continued, under the name of the route', () => {
    const root = named('POST /v1/orders', 'bicoastal-api')
    expect(root).toMatchObject({ parent: 'b7ad6b7169203331', instance: 'api-1' })
    expect(root?.attributes['http.route']).toBe('/v1/orders')
  })

  test('with the statements of its transaction', () => {
    expect(lineage(named(/INSERT/, 'bicoastal-api'))).toContain('POST /v1/orders')
  })

  test('that reaches through the write-ahead log and the queue to the job, and to what the job wrote', () => {
    const job = named(/^job /, 'bicoastal-worker')
    expect(lineage(job)).toEqual(expect.arrayContaining(['enqueue capture-payment', 'POST /v1/orders']))
    expect(named('enqueue capture-payment', 'bicoastal-relay')).toBeDefined()
    expect(lineage(named(/UPDATE/, 'bicoastal-worker'))).toEqual(expect.arrayContaining([job?.name]))
  })
})

test('no span carries what was written, only how', () => {
  const all = JSON.stringify(collector.spans())
  for (const payload of [PRODUCT_NAME, IDEMPOTENCY_KEY, 'hunter2']) expect(all).not.toContain(payload)
  expect(all).not.toContain(new URL(region.databaseUrls.application).password)
})

test('health checks, metrics and the polling of an idle system leave no trace', () => {
  expect(collector.spans().filter(({ name }) => /health|metrics/.test(name))).toEqual([])
  const roots = collector.spans().filter(({ parent }) => parent === '')
  expect(roots.map(({ name }) => name).filter((name) => !/^(GET|POST|PUT|PATCH|DELETE|HEAD) \//.test(name))).toEqual([])
})

test('log lines of the request name its trace', () => {
  const log = readFileSync(join(region.servers.directory, 'traced-api.log'), 'utf8')
  const lines = log.split('\n').filter((line) => line.startsWith('{'))
  const traced = lines.map((line) => JSON.parse(line)).find((line) => line.trace_id === traceId)
  expect(traced).toMatchObject({ region: 'east', instance: 'api-1', route: '/v1/orders', status: 201 })
})
