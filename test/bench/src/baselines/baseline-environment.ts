/** What a baseline server is told through its environment; the same variables as the api's. */
export interface BaselineEnvironment {
  readonly port: number
  readonly databaseUrl: string
  readonly cacheNodes: readonly (readonly [host: string, port: number])[]
}

/** Reads it. The bench sets the whole environment of a baseline itself, so nothing is validated. */
export function baselineEnvironment(environment: NodeJS.ProcessEnv = process.env): BaselineEnvironment {
  return {
    port: Number(environment['HTTP_PORT']),
    databaseUrl: environment['DATABASE_URL'] ?? '',
    cacheNodes: (environment['CACHE_NODES'] ?? '').split(',').map((node) => {
      const [host = '', port = ''] = node.split(':')
      return [host, Number(port)]
    }),
  }
}
