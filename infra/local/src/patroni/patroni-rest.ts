import { type Server, createServer } from 'node:http'
import { patroniAnswer } from './answer.js'
import type { NodeStatus } from './node-status.js'

/**
 * The part of Patroni's REST interface that load balancers use, for one node: `/primary`, `/replica?lag=`, `/health`
 * answer 200 or 503, to any method. So one HAProxy configuration serves here and in front of a real Patroni.
 */
export class PatroniRest {
  readonly #server: Server

  constructor(name: string, status: () => NodeStatus) {
    this.#server = createServer((request, response) => {
      const current = status()
      response.writeHead(patroniAnswer(request.url ?? '/', current), { 'content-type': 'application/json' })
      const state = current.role === 'unknown' ? 'stopped' : 'running'
      response.end(JSON.stringify({ state, role: current.role, lag: current.lag, patroni: { name } }))
    })
  }

  /** Listens on 127.0.0.1; rejects when the port is taken. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
  }

  /** Stops listening and ends every connection. */
  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
