import { Socket } from 'node:net'
import type { Milliseconds } from '@bicoastal/kernel'
import { Pool } from 'pg'
import { SILENCE_TIMEOUT, STATEMENT_TIMEOUT } from '../connection/data-source-options.js'

/** A replica is only worth a short wait: the primary can answer as well. */
const CONNECT_TIMEOUT: Milliseconds = 500

/**
 * Connections to the region's replicas that can be cut all at once. A frozen server keeps connections open and answers
 * nothing; statements under way end only when somebody closes them from here.
 */
export class ReplicaConnections {
  readonly pool: Pool
  readonly #sockets = new Set<Socket>()

  constructor(url: string, applicationName: string, size: number) {
    this.pool = new Pool({
      connectionString: url,
      application_name: applicationName,
      max: size,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      query_timeout: SILENCE_TIMEOUT,
      keepAlive: true,
      stream: () => this.#newSocket(),
    })
    // Whoever holds one that breaks learns of it by the failure of his statement.
    this.pool.on('error', () => undefined)
    this.pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** Cuts every connection; statements under way fail as by a server that died. No connection is opened afterwards. */
  cut(): void {
    void this.pool.end()
    for (const socket of this.#sockets) socket.destroy()
  }

  #newSocket(): Socket {
    const socket = new Socket()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    return socket
  }
}
