import { describe, expect, test } from 'vitest'
import { passedOn } from './passed-on.js'

describe('what the applications get of the environment', () => {
  test('is what is meant for them and nothing else', () => {
    expect(passedOn({ LOG_LEVEL: 'debug', HTTP_PORT: '1', DATABASE_URL: 'elsewhere' })).toEqual({ LOG_LEVEL: 'debug' })
  })

  test('samples everything, to a collector on this machine, when tracing is on', () => {
    expect(passedOn({ TRACES: 'on', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toEqual({
      TRACES: 'on',
      TRACES_SAMPLE_RATIO: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    })
    expect(passedOn({ TRACES: 'on' })['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://127.0.0.1:4318')
  })
})
