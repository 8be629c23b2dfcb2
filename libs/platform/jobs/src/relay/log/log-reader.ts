import { LOG_START, type Milliseconds, formatPosition, parsePosition, seconds } from '@bicoastal/kernel'
import { Client, type Connection } from 'pg'
import type { Pgoutput } from 'pg-logical-replication'
import type { LogListener } from './log-listener.js'
import { LogSilentError } from './log-silent.error.js'
import { KEEPALIVE, LOG_DATA, LOG_DATA_HEADER, readKeepalive, statusUpdate } from './protocol.js'
import { TextPgoutputPlugin } from './text-pgoutput.plugin.js'

/** Which log to read. */
export interface LogSource {
  /** Connection string of a role with REPLICATION. */
  readonly url: string
  readonly slot: string
  readonly publication: string
}

/** How often the server is told what is processed: callers with a session are not shown cached values before it is. */
const STATUS_INTERVAL: Milliseconds = 100
const LONGEST_SILENCE: Milliseconds = seconds(5)
const PARTING_TIMEOUT: Milliseconds = seconds(2)

/** pg's connection takes raw data in a COPY; its types do not say so. */
type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/**
 * Reads a logical replication slot over one connection, from where the slot stands, until it breaks. Only what the listener
 * has processed is acknowledged; while the listener has no room nothing is read, and Postgres waits.
 */
export class LogReader {
  readonly #client: Client
  readonly #plugin: TextPgoutputPlugin
  readonly #failure = Promise.withResolvers<never>()
  #lastHeard = performance.now()
  #paused = false

  constructor(
    private readonly source: LogSource,
    private readonly listener: LogListener,
  ) {
    this.#plugin = new TextPgoutputPlugin(source.publication)
    // pg hands the parameter on; its types lack it. It turns the session into one that takes replication commands.
    const replication = { replication: 'database' }
    this.#client = new Client({
      connectionString: source.url,
      application_name: source.slot,
      connectionTimeoutMillis: seconds(2),
      keepAlive: true,
      ...replication,
    })
    this.#client.on('error', (error) => this.#failure.reject(error))
    // A failure that nobody awaits any more must not end the process.
    this.#failure.promise.catch(() => undefined)
  }

  /**
   * Reads until `signal` is aborted; then acknowledges what is processed and gives the slot free.
   *
   * @throws LogSilentError, what pg throws (55006: another holds the slot), and what the listener throws. The slot is free
   * then, and everything that was not acknowledged comes again to its next reader.
   */
  async read(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>()
    const abort = () => aborted.resolve()
    signal.addEventListener('abort', abort, { once: true })
    let timer: NodeJS.Timeout | undefined
    try {
      if (signal.aborted) return
      await this.#client.connect()
      const ended = this.#start()
      timer = setInterval(() => this.#beat(), STATUS_INTERVAL)
      await Promise.race([ended, this.#failure.promise, aborted.promise])
      if (signal.aborted) await this.#part(ended)
    } finally {
      clearInterval(timer)
      signal.removeEventListener('abort', abort)
      // With the command still running this cuts the connection, which frees the slot as well.
      await this.#client.end()
    }
  }

  get #connection(): CopyConnection {
    return this.#client.connection as CopyConnection
  }

  async #start(): Promise<unknown> {
    this.#connection.once('replicationStart', () => this.listener.started())
    this.#connection.on('copyData', ({ chunk }: { chunk: Buffer }) => this.#hear(chunk))
    return this.#plugin.start(this.#client, this.source.slot, formatPosition(LOG_START))
  }

  #hear(message: Buffer): void {
    this.#lastHeard = performance.now()
    try {
      if (message[0] === LOG_DATA) this.#tell(this.#plugin.parse(message.subarray(LOG_DATA_HEADER)))
      else if (message[0] === KEEPALIVE) this.#answer(message)
      this.#pauseWithoutRoom()
    } catch (error) {
      // Going on would acknowledge what was not dealt with.
      this.#failure.reject(error)
    }
  }

  #tell(message: Pgoutput.Message): void {
    if (message.tag === 'begin') this.listener.begin()
    else if (message.tag === 'commit') this.listener.commit(parsePosition(String(message.commitEndLsn)))
    else if ((message.tag === 'insert' || message.tag === 'update') && message.relation.schema === 'public') {
      this.listener.change({ table: message.relation.name, row: message.new })
    }
  }

  #answer(message: Buffer): void {
    const { position, replyRequested } = readKeepalive(message)
    this.listener.reached(position)
    if (replyRequested) this.#acknowledge()
  }

  #pauseWithoutRoom(): void {
    const room = this.#paused ? undefined : this.listener.room()
    if (!room) return
    this.#paused = true
    this.#connection.stream.pause()
    void this.#resumeAfter(room)
  }

  async #resumeAfter(room: Promise<void>): Promise<void> {
    await room
    this.#paused = false
    this.#lastHeard = performance.now()
    this.#connection.stream.resume()
  }

  #beat(): void {
    const silence = performance.now() - this.#lastHeard
    if (!this.#paused && silence > LONGEST_SILENCE) this.#failure.reject(new LogSilentError(Math.round(silence)))
    else this.#acknowledge()
  }

  #acknowledge(): void {
    this.#connection.sendCopyFromChunk(statusUpdate(this.listener.processed, Date.now()))
  }

  /** Ends the copy in order, so that the last acknowledgement is read before the connection goes. */
  async #part(ended: Promise<unknown>): Promise<void> {
    this.#acknowledge()
    this.#connection.endCopyFrom()
    this.#connection.stream.resume()
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, PARTING_TIMEOUT)
    // A connection that breaks in parting leaves the rest unacknowledged, which is safe.
    await Promise.race([ended.catch(() => undefined), this.#failure.promise.catch(() => undefined), promise])
    clearTimeout(timer)
  }
}
