import { type Server, type Socket, connect, createServer } from 'node:net'
import { type RegionId, peerOf } from '@bicoastal/kernel'
import { Direction } from './direction.js'
import { ALL_CLEAR, type LinkFaults } from './link-fault.js'

/** A port in region `from` that leads to a port of the peer. All on 127.0.0.1. */
export interface LinkEntrance {
  readonly from: RegionId
  readonly port: number
  readonly targetPort: number
}

/**
 * The network between the regions: a TCP proxy whose two directions can be cut, delayed and made lossy while
 * connections are open.
 *
 * What differs from a real network: an entrance always accepts, so a client behind a cut sees a connection on which
 * nothing happens instead of one that is never made; and TCP keepalives are answered by the proxy, so only programs
 * that talk (heartbeats, query timeouts) notice a cut.
 */
export class LinkProxy {
  readonly #servers: Server[] = []
  readonly #sockets = new Set<Socket>()
  /** Told when faults change: connections, and attempts that wait for the network. */
  readonly #listeners = new Set<() => void>()
  #faults: LinkFaults = ALL_CLEAR

  /** Opens every entrance; rejects when a port cannot be listened on. */
  async listen(entrances: readonly LinkEntrance[]): Promise<void> {
    await Promise.all(entrances.map((entrance) => this.#open(entrance)))
  }

  /** Replaces the faults, for open connections as well. */
  setFaults(faults: LinkFaults): void {
    this.#faults = faults
    for (const listener of this.#listeners) listener()
  }

  /** Closes the entrances and breaks every connection. */
  close(): void {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #open(entrance: LinkEntrance): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
      this.#track(socket)
      this.#whenPassable(socket, () => this.#join(socket, entrance))
    })
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(entrance.port, '127.0.0.1', resolve)
    })
  }

  /** A handshake needs both directions and one round trip. */
  #whenPassable(socket: Socket, proceed: () => void): void {
    const attempt = () => {
      if (this.#faults.east.cut || this.#faults.west.cut) return
      this.#listeners.delete(attempt)
      setTimeout(proceed, this.#roundTrip())
    }
    this.#listeners.add(attempt)
    socket.once('close', () => this.#listeners.delete(attempt))
    attempt()
  }

  #join(near: Socket, { from, targetPort }: LinkEntrance): void {
    if (near.destroyed) return
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    this.#track(far)
    const roundTrip = () => this.#roundTrip()
    const directions = [
      new Direction(near, far, () => this.#faults[from], roundTrip),
      new Direction(far, near, () => this.#faults[peerOf(from)], roundTrip),
    ]
    const deliver = () => {
      for (const direction of directions) direction.deliver()
    }
    this.#listeners.add(deliver)
    const closed = () => {
      if (!near.destroyed || !far.destroyed) return
      this.#listeners.delete(deliver)
      for (const direction of directions) direction.close()
    }
    near.once('close', closed)
    far.once('close', closed)
    near.resume()
  }

  #roundTrip(): number {
    return this.#faults.east.delay + this.#faults.west.delay
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket)
    // An error is a break of the connection; `Direction` carries it over where there is one by then.
    socket.on('error', () => undefined)
    socket.once('close', () => this.#sockets.delete(socket))
  }
}
