import type { DatabaseNode } from '../database/database-node.js'
import type { RegionDatabase } from '../database/region-database.js'
import { standbySlot } from '../database/role-settings.js'
import type { PartState, ProcessDescription, Supervised } from '../supervision/supervised.js'
import { seconds } from '@bicoastal/kernel'

/** One database node as a part of the stack: orders go to the node, what follows is the region's database's decision. */
export class DatabasePart implements Supervised {
  constructor(
    private readonly database: RegionDatabase,
    private readonly node: DatabaseNode,
  ) {}

  get name(): string {
    return this.node.name
  }

  describe(): ProcessDescription {
    const { node } = this
    const { port, log } = node.options
    const restarts = Math.max(0, node.launches - 1)
    const pid = node.running?.pid ?? null
    return { name: node.name, state: this.#state(), pid, port, restarts, log, detail: this.#detail() }
  }

  /** Lets the node run again. It comes back as what its region needs: mostly as the standby. */
  async start(): Promise<void> {
    this.node.held = false
  }

  async stop(): Promise<void> {
    this.node.held = true
    await this.node.shutDown(seconds(10))
  }

  async destroy(): Promise<void> {
    this.node.held = true
    await this.node.fence()
  }

  kill(signal: NodeJS.Signals): void {
    this.node.running?.signal(signal)
  }

  #state(): PartState {
    if (this.node.running) return this.node.probe.latest ? 'running' : 'starting'
    return this.node.held ? 'stopped' : 'waiting'
  }

  #detail(): string {
    const { database, node } = this
    if (!node.running) return ''
    if (node === database.primary)
      return database.state === 'paired' ? 'primary' : 'primary, without a complete standby'
    const synchronous = database.primary.probe.latest?.standbys[standbySlot(node.node)]
    if (synchronous === undefined) return 'standby, not streaming'
    return database.state === 'paired' ? 'standby, complete' : 'standby, catching up'
  }
}
