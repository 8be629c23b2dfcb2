/*
 * The process that makes the load. In: the target and the options as one JSON argument. Out: what autocannon counted, as
 * JSON on stdout.
 */
import { createRequire } from 'node:module'
import type { LoadOptions, LoadTarget } from './load-target.js'

interface Request {
  readonly method: string
  readonly path: string
  readonly body?: string
}

interface Connection {
  setRequests(requests: readonly Request[]): void
}

interface AutocannonOptions {
  readonly url: string
  readonly connections: number
  readonly duration: number
  readonly headers: Readonly<Record<string, string>>
  readonly setupClient: (connection: Connection) => void
}

// It comes without types.
const autocannon = createRequire(import.meta.url)('autocannon') as (options: AutocannonOptions) => Promise<unknown>

const [, , argument = ''] = process.argv
const { target, options } = JSON.parse(argument) as { target: LoadTarget; options: LoadOptions }
const { method, paths, body } = target
const requests = paths.map((path) => ({ method, path, ...(body !== undefined && { body }) }))

let connected = 0
const result = await autocannon({
  url: target.origin,
  connections: options.connections,
  duration: options.durationSeconds,
  headers: target.headers ?? {},
  setupClient: (connection) => {
    const first = Math.floor((connected * requests.length) / options.connections)
    connection.setRequests([...requests.slice(first), ...requests.slice(0, first)])
    connected += 1
  },
})
process.stdout.write(JSON.stringify(result))
