import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { type NodeObservation, observe } from './node-observation.js'

const INTERVAL_MS = 200
const TIMEOUT_MS = 1000

/** Asks one node about itself again and again over one held connection. */
export class NodeProbe {
  #latest: NodeObservation | undefined
  #asking: AbortController | undefined

  constructor(private readonly adminUrl: string) {}

  /** The latest answer since `start`, `undefined` before the first one. It may be old. */
  get latest(): NodeObservation | undefined {
    return this.#latest
  }

  /** Begins to ask. */
  start(): void {
    this.stop()
    this.#asking = new AbortController()
    void this.#ask(this.#asking.signal)
  }

  /** Stops asking and forgets the answers. */
  stop(): void {
    this.#asking?.abort()
    this.#asking = undefined
    this.#latest = undefined
  }

  async #ask(stopped: AbortSignal): Promise<void> {
    let client: Client | undefined
    while (!stopped.aborted) {
      try {
        client ??= await this.#connect()
        const observation = await observe(client)
        if (!stopped.aborted) this.#latest = observation
      } catch {
        // Silence is the finding: `latest` grows old, and the database of the region acts on its age.
        void client?.end()
        client = undefined
      }
      await delay(INTERVAL_MS)
    }
    void client?.end()
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.adminUrl,
      application_name: 'bicoastal probe',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    })
    // A connection lost between two questions; the next question fails and says so.
    client.on('error', () => undefined)
    await client.connect()
    return client
  }
}
