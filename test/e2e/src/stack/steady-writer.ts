import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

/** What a {@link SteadyWriter} has seen. */
export interface WriterReport {
  /** The numbers whose commits were acknowledged. */
  readonly acknowledged: readonly number[]
  /** The longest time between two acknowledgements, milliseconds. */
  readonly longestPause: number
}

/** Writes one row after the other into a database, connects again when it has to, and remembers what was acknowledged. */
export class SteadyWriter {
  readonly #acknowledged: number[] = []
  readonly #work: Promise<void>
  #stopping = false
  #longestPause = 0

  private constructor(private readonly url: string) {
    this.#work = this.#write()
  }

  /** Makes an empty table and begins. */
  static async begin(url: string): Promise<SteadyWriter> {
    await withClient(url, async (client) => {
      await client.query('DROP TABLE IF EXISTS written; CREATE TABLE written (number int PRIMARY KEY)')
    })
    return new SteadyWriter(url)
  }

  /** How many writes were acknowledged until now. */
  get count(): number {
    return this.#acknowledged.length
  }

  /** Ends writing. */
  async end(): Promise<WriterReport> {
    this.#stopping = true
    await this.#work
    return { acknowledged: this.#acknowledged, longestPause: this.#longestPause }
  }

  /** Acknowledged numbers that the database does not have. */
  async missing(): Promise<number[]> {
    const present = await withClient(this.url, async (client) => {
      const { rows } = await client.query<{ number: number }>('SELECT number FROM written')
      return new Set(rows.map((row) => row.number))
    })
    return this.#acknowledged.filter((number) => !present.has(number))
  }

  async #write(): Promise<void> {
    let number = 0
    let last = performance.now()
    while (!this.#stopping) {
      try {
        await withClient(this.url, async (client) => {
          while (!this.#stopping) {
            number++
            await client.query('INSERT INTO written VALUES ($1)', [number])
            this.#acknowledged.push(number)
            this.#longestPause = Math.max(this.#longestPause, performance.now() - last)
            last = performance.now()
          }
        })
      } catch {
        // The server went away under it: not acknowledged, so nothing is owed. On with a new connection.
        await delay(20)
      }
    }
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 10_000 })
  // The pending query is rejected with the same error.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    // A server that hangs would not answer a farewell either.
    void client.end().catch(() => undefined)
  }
}
