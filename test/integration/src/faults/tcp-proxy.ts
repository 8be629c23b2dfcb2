import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'

/** What becomes of a piece of data that a client sends: passed on, or the connection is cut before or after the server has it. */
export type Verdict = 'pass' | 'cut-before' | 'cut-on-answer' | 'swallow'

/** A TCP proxy on this machine whose connections a test can cut, freeze and interfere with. Stands where an edge would. */
export class TcpProxy {
  /** Asked about every piece of data from a client. */
  judge: (data: Buffer) => Verdict = () => 'pass'
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #refusing = false
  #frozen = false

  private constructor(private target: number) {
    this.#server = createServer((client) => this.#accept(client))
  }

  /** A proxy to `target`, a port of this machine. */
  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    proxy.#server.once('error', reject).listen(0, '127.0.0.1', resolve)
    await promise
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#pairs.size
  }

  /** `url` with the proxy's port. */
  through(url: string): string {
    const changed = new URL(url)
    changed.port = String(this.port)
    return changed.href
  }

  /** Leads new connections to another port of this machine; those that are open stay where they are. */
  lead(target: number): void {
    this.target = target
  }

  /** Cuts every connection. */
  cut(): void {
    for (const [client, server] of this.#pairs) for (const socket of [client, server]) socket.destroy()
  }

  /** Cuts every connection and lets none be opened, until {@link restore}. */
  refuse(): void {
    this.#refusing = true
    this.cut()
  }

  /** Keeps every connection open and passes nothing on, until {@link restore}: what a frozen machine looks like. */
  freeze(): void {
    this.#frozen = true
    for (const [client, server] of this.#pairs) for (const socket of [client, server]) socket.pause()
  }

  /** Undoes {@link refuse}, {@link freeze} and what {@link judge} was set to. */
  restore(): void {
    this.#refusing = false
    this.#frozen = false
    this.judge = () => 'pass'
    for (const [client, server] of this.#pairs) for (const socket of [client, server]) socket.resume()
  }

  /** Cuts everything and ends. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    this.#server.close(resolve)
    this.cut()
    await promise
  }

  #accept(client: Socket): void {
    if (this.#refusing) {
      client.destroy()
      return
    }
    const server = connect(this.target, '127.0.0.1')
    const pair = [client, server] as const
    this.#pairs.add(pair)
    const end = () => {
      this.#pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) {
      // A cut connection is what tests want; its end is handled like any other.
      socket.on('error', end).on('close', end)
      if (this.#frozen) socket.pause()
    }
    let awaitingAnswer = false
    server.on('data', (data) => (awaitingAnswer ? end() : client.write(data)))
    client.on('data', (data: Buffer) => {
      const verdict = this.judge(data)
      if (verdict === 'cut-before') return end()
      awaitingAnswer ||= verdict === 'cut-on-answer'
      if (verdict !== 'swallow') server.write(data)
    })
  }
}
