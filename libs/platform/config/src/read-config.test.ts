import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { InvalidConfigurationError, isInvalidConfigurationError } from './invalid-configuration.error.js'
import { readConfig } from './read-config.js'
import { AuthenticationConfig } from './sections/authentication.config.js'
import { CacheConfig } from './sections/cache.config.js'
import { DatabaseConfig } from './sections/database.config.js'
import { HttpConfig } from './sections/http.config.js'
import { QueueConfig } from './sections/queue.config.js'
import { RegionConfig } from './sections/region.config.js'
import { ShutdownConfig } from './sections/shutdown.config.js'
import { TelemetryConfig } from './sections/telemetry.config.js'

const SECTIONS = [
  RegionConfig,
  HttpConfig,
  DatabaseConfig,
  CacheConfig,
  QueueConfig,
  AuthenticationConfig,
  TelemetryConfig,
  ShutdownConfig,
]

const VALID = {
  REGION: 'west',
  INSTANCE: 'api-2',
  HTTP_PORT: '8231',
  METRICS_PORT: '8241',
  DATABASE_URL: 'postgres://bicoastal_app:hunter2@127.0.0.1:8202/bicoastal',
  CACHE_NODES: '127.0.0.1:8210,cache.example:8211',
  QUEUE_URL: 'redis://:hunter2@127.0.0.1:8213',
  JWT_KEY_FILE: '/keys/jwks.json',
  JWT_ISSUER: 'bicoastal-local',
  JWT_AUDIENCE: 'bicoastal',
}

function faultsOf(environment: Record<string, string>): InvalidConfigurationError {
  try {
    readConfig(SECTIONS, environment)
  } catch (error) {
    if (isInvalidConfigurationError(error)) return error
    throw error
  }
  throw new Error('The configuration was accepted.')
}

describe('a valid environment', () => {
  const config = readConfig(SECTIONS, VALID)

  test('is parsed into the types that are used', () => {
    expect(config.section(RegionConfig)).toMatchObject({ region: 'west', instance: 'api-2' })
    expect(config.section(HttpConfig)).toMatchObject({ host: '127.0.0.1', port: 8231 })
    expect(config.section(CacheConfig).nodes).toEqual([
      { host: '127.0.0.1', port: 8210 },
      { host: 'cache.example', port: 8211 },
    ])
    expect(config.section(DatabaseConfig).url.reveal()).toBe(VALID.DATABASE_URL)
  })

  test('leaves everything that costs something off', () => {
    expect(config.section(TelemetryConfig)).toMatchObject({ traces: 'off', logRequests: 'errors', logLevel: 'info' })
    expect(config.section(ShutdownConfig)).toMatchObject({ drain: 2000, timeout: 30_000 })
  })

  test('shows no secret, however it is printed', () => {
    const section = config.section(DatabaseConfig)
    for (const printed of [
      inspect(section),
      JSON.stringify(section),
      `${section.url}`,
      inspect(config, { depth: 9 }),
    ]) {
      expect(printed).not.toContain('hunter2')
    }
  })

  test('may be empty where there is a default, as compose files leave it', () => {
    expect(readConfig([ShutdownConfig], { DRAIN_MS: '' }).section(ShutdownConfig).drain).toBe(2000)
  })
})

describe('a wrong environment', () => {
  test('is told in full at once', () => {
    const { faults } = faultsOf({})
    const required = Object.keys(VALID).toSorted()
    expect(faults.map(({ variable }) => variable).toSorted()).toEqual(required)
  })

  test.each([
    ['REGION', 'north'],
    ['INSTANCE', 'api 1\n'],
    ['HTTP_PORT', '65536'],
    ['HTTP_PORT', '0x1F90'],
    ['HTTP_PORT', ' 80'],
    ['METRICS_PORT', '-1'],
    ['DATABASE_URL', 'mysql://bicoastal_app:hunter2@127.0.0.1/bicoastal'],
    ['DATABASE_URL', 'postgres://bicoastal_app:hunter2@:5432:5432'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_POOL_SIZE', '0'],
    ['CACHE_NODES', '127.0.0.1'],
    ['CACHE_NODES', '127.0.0.1:0'],
    ['QUEUE_URL', 'http://:hunter2@127.0.0.1'],
    ['JWT_JWKS_URL', 'ftp://keys'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_REQUESTS', 'some'],
    ['TRACES', 'true'],
    ['TRACES_SAMPLE_RATIO', '1.5'],
    ['TRACES_SAMPLE_RATIO', 'NaN'],
    ['DRAIN_MS', '1s'],
    ['SHUTDOWN_TIMEOUT_MS', '0'],
  ])('with %s=%s is refused, and nothing of the value is shown', (variable, value) => {
    const error = faultsOf({ ...VALID, [variable]: value })
    expect(error.faults.map((fault) => fault.variable)).toEqual([variable])
    expect(error.message).toContain(`  ${variable} must be `)
    expect(`${error.message} ${error.stack} ${inspect(error)}`).not.toContain('hunter2')
  })

  test('with two sources of keys is refused, as with none', () => {
    const both = faultsOf({ ...VALID, JWT_JWKS_URL: 'https://keys.example/jwks' })
    expect(both.message).toContain('JWT_KEY_FILE excludes JWT_JWKS_URL')
    expect(faultsOf({ ...VALID, JWT_KEY_FILE: '' }).message).toContain('JWT_KEY_FILE or JWT_JWKS_URL must be set')
  })

  test('with traces on and nowhere to send them is refused', () => {
    expect(faultsOf({ ...VALID, TRACES: 'on' }).message).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be set')
  })
})

test('a section that the process did not read is a fault of the program', () => {
  expect(() => readConfig([RegionConfig], VALID).section(HttpConfig)).toThrow(/HttpConfig was not read/)
})
