/** What a person may set for the applications of the embedded stack, as the applications name it. */
const PASSED_ON = [
  'LOG_LEVEL',
  'LOG_REQUESTS',
  'TRACES',
  'TRACES_SAMPLE_RATIO',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'DATABASE_POOL_SIZE',
  'DRAIN_MS',
  'SHUTDOWN_TIMEOUT_MS',
] as const

/** The variables of `env` that applications get. With tracing on, everything is sampled, to a collector on this machine. */
export function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
  if (given['TRACES'] !== 'on') return given
  return { TRACES_SAMPLE_RATIO: '1', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', ...given }
}
