import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Client } from 'pg'

/** How a {@link Connection} is made. */
export interface ConnectionOptions {
  readonly url: string
  /** As `pg_stat_activity` shows it. */
  readonly applicationName: string
  /** The longest that one statement may take; what is silent for longer is taken for dead. */
  readonly patience: Milliseconds
}

/** A link that was cut keeps connections open in silence; a trivial statement tells within this. */
const PING: Milliseconds = seconds(4)

/** One connection to a server that may go away: the same session as long as it lives, a new one afterwards. */
export class Connection {
  #client: Client | null = null

  constructor(private readonly options: ConnectionOptions) {}

  /**
   * The connection, proven to be alive a moment ago.
   *
   * @throws the error of the attempt to connect.
   */
  async open(): Promise<Client> {
    if (this.#client !== null) {
      try {
        await this.#client.query({ text: 'SELECT 1', query_timeout: PING } as { text: string })
        return this.#client
      } catch {
        // Whatever it died of, the new one shows whether that lasts.
        this.drop()
      }
    }
    this.#client = await this.#connect()
    return this.#client
  }

  /** Gives the connection up without waiting for anybody. What it was in the middle of is rolled back by the server. */
  drop(): void {
    const client = this.#client
    this.#client = null
    void client?.end().catch(() => undefined)
  }

  async #connect(): Promise<Client> {
    const { url, applicationName, patience } = this.options
    const client = new Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: seconds(3),
      statement_timeout: patience,
      query_timeout: patience + seconds(1),
      keepAlive: true,
    })
    // One that breaks while nothing runs on it must not end the process; the next statement reports it.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      void client.end().catch(() => undefined)
      throw error
    }
  }
}
