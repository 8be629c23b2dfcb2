import { readFileSync } from 'node:fs'
import { type Milliseconds, type RegionId, eventually, seconds } from '@bicoastal/kernel'
import type { DatabaseInfo, StackInfo } from '../control/stack-info.js'
import type { LinkFault, LinkFaults } from '../link/link-fault.js'
import { type Passwords, type Role, databaseUrl } from '../postgres/roles.js'
import { StackFiles } from '../stack/stack-files.js'
import type { StackEvent } from '../supervision/event-log.js'
import type { ProcessDescription } from '../supervision/supervised.js'
import { askSocket } from './ask-socket.js'

/** Which directions of the link an order is about; both unless given. */
export interface LinkDirections {
  /** The regions that the bytes come from. */
  readonly from?: readonly RegionId[]
}

/**
 * Speaks to the supervisor of a running stack. Every order resolves when it has been carried out.
 *
 * All methods throw StackNotRunningError when there is no supervisor, and OrderRefusedError when it refuses.
 */
export class StackClient {
  readonly files: StackFiles

  constructor(directory: string) {
    this.files = new StackFiles(directory)
  }

  /** Addresses, ports and where the secrets are. */
  info(): Promise<StackInfo> {
    return this.#get('/')
  }

  /** Every part of the stack and its state. */
  processes(): Promise<ProcessDescription[]> {
    return this.#get('/processes')
  }

  /** The part of that name; rejects when there is none. */
  async process(name: string): Promise<ProcessDescription> {
    const found = (await this.processes()).find((candidate) => candidate.name === name)
    if (!found) throw new Error(`The stack has no part named ${name}.`)
    return found
  }

  /** State and primary of each region's database. */
  databases(): Promise<Readonly<Record<RegionId, DatabaseInfo>>> {
    return this.#get('/databases')
  }

  /** What happened lately, oldest first. */
  events(): Promise<StackEvent[]> {
    return this.#get('/events')
  }

  /** Sends a signal (default SIGKILL) to a part and lets supervision react. */
  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<ProcessDescription> {
    return this.#post(`/processes/${name}/kill`, { signal })
  }

  /** Stops a part gracefully and keeps it down. */
  stopProcess(name: string): Promise<ProcessDescription> {
    return this.#post(`/processes/${name}/stop`)
  }

  /** Lets a stopped part run again; programs are ready when this resolves, database nodes follow. */
  startProcess(name: string): Promise<ProcessDescription> {
    return this.#post(`/processes/${name}/start`)
  }

  /** SIGKILLs everything in a region at once and keeps it down. */
  killRegion(region: RegionId): Promise<ProcessDescription[]> {
    return this.#post(`/regions/${region}/kill`)
  }

  /** Starts everything of a region that is down. */
  startRegion(region: RegionId): Promise<ProcessDescription[]> {
    return this.#post(`/regions/${region}/start`)
  }

  /** Restarts every api and worker, one at a time, without failing a request or losing a job. */
  rollingRestart(): Promise<ProcessDescription[]> {
    return this.#post('/rolling-restart')
  }

  /**
   * Sets the clock of a region's database servers off by `offset`; `null` gives them the machine's clock back. Faking a
   * clock and giving it back restart the servers one after the other; another offset in between is noticed while they run.
   */
  async setClock(region: RegionId, offset: Milliseconds | null): Promise<void> {
    await this.#post(`/regions/${region}/clock`, { offset })
  }

  /** What is wrong with the network between the regions. */
  link(): Promise<LinkFaults> {
    return this.#get('/link')
  }

  /** Changes what is wrong with the network, at once and for open connections as well. */
  setLink(change: Partial<LinkFault> & LinkDirections): Promise<LinkFaults> {
    return this.#post('/link', change)
  }

  /** A black hole: connections stay open, nothing passes. */
  cutLink(directions: LinkDirections = {}): Promise<LinkFaults> {
    return this.setLink({ ...directions, cut: true })
  }

  /** Nothing is wrong any more: no cut, no delay, no loss. */
  healLink(directions: LinkDirections = {}): Promise<LinkFaults> {
    return this.setLink({ ...directions, cut: false, delay: 0, loss: 0 })
  }

  /** Stops the whole stack in order; its data stays. Nothing runs any more when this resolves. */
  async stop(): Promise<void> {
    await this.#post('/stop')
  }

  /** The address of a region's primary, wherever it is, for a role. */
  async databaseUrl(region: RegionId, role: Role): Promise<string> {
    const { ports } = await this.info()
    return databaseUrl(role, this.#passwords(region), ports.regions[region].postgresWrites)
  }

  /** Waits until the region's standby is complete: streams, commits wait for it, and it has all logical slots. */
  async untilPaired(region: RegionId, deadline: Milliseconds = seconds(60)): Promise<void> {
    const paired = async () => (await this.databases())[region].state === 'paired'
    await eventually(paired, { awaited: `${region} to have a complete standby`, deadline, interval: 200 })
  }

  #passwords(region: RegionId): Passwords {
    return JSON.parse(readFileSync(this.files.passwords(region), 'utf8')) as Passwords
  }

  #get<T>(path: string): Promise<T> {
    return askSocket(this.files.socket, 'GET', path)
  }

  #post<T>(path: string, body?: unknown): Promise<T> {
    return askSocket(this.files.socket, 'POST', path, body)
  }
}
