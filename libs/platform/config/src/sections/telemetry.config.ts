import { z } from 'zod'
import { configSection } from '../config-section.js'
import { oneOf, port, ratio, url } from '../values.js'
import { variable } from '../variable.js'

/** How a process is observed. */
export class TelemetryConfig extends configSection(
  {
    logLevel: variable(
      'LOG_LEVEL',
      oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
      'the least severe level that is logged',
    ),
    logRequests: variable(
      'LOG_REQUESTS',
      oneOf(['errors', 'all', 'none']).default('errors'),
      'which HTTP requests get a log line',
    ),
    metricsHost: variable('HTTP_HOST', z.string().default('127.0.0.1'), 'the address to serve metrics on'),
    metricsPort: variable('METRICS_PORT', port(), 'the port to serve /metrics on'),
    traces: variable('TRACES', oneOf(['off', 'on']).default('off'), 'whether traces are recorded'),
    traceEndpoint: variable(
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      url('http', 'https').optional(),
      'base address of the OTLP/HTTP collector that traces are sent to',
    ),
    sampleRatio: variable('TRACES_SAMPLE_RATIO', ratio().default(0.1), 'the part of new traces that is recorded'),
  },
  {
    about: ['traces', 'traceEndpoint'],
    faults: ({ traces, traceEndpoint }) =>
      traces === 'on' && traceEndpoint === undefined
        ? [{ variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', fault: 'must be set when TRACES=on' }]
        : [],
  },
) {}
