import type { Milliseconds } from '@bicoastal/kernel'
import { seconds } from '@bicoastal/kernel'
import type { EventLog } from '../supervision/event-log.js'
import { RestartBackoff } from '../supervision/restart-backoff.js'
import { copyBase } from './base-copy.js'
import type { DatabaseNode } from './database-node.js'
import { standbyRole, standbySlot } from './role-settings.js'

/** A standby that runs this long without streaming will never do so: the log it needs is gone, or it went elsewhere. */
const STREAMS_WITHIN: Milliseconds = seconds(15)
const LAUNCH_LIMIT: Milliseconds = seconds(20)

/** Gives a serving primary its standby: copies it where there is none, starts it, and copies again what cannot follow. */
export class StandbyKeeper {
  readonly #backoff = new RestartBackoff()
  #work: Promise<void> | undefined
  #pausedUntil: Milliseconds = 0
  #notStreamingSince: Milliseconds | undefined

  constructor(
    private readonly primary: DatabaseNode,
    private readonly standby: DatabaseNode,
    private readonly events: EventLog,
  ) {}

  /** Looks once and does what is needed in the background. */
  tick(now: Milliseconds): void {
    const { standby, primary } = this
    if (this.#work || standby.held || now < this.#pausedUntil) return
    if (!standby.running) {
      this.#begin(standby.isStandbyCopy ? () => this.#launch() : () => this.#copy(), now)
      return
    }
    const streaming = primary.probe.latest?.standbys[standbySlot(standby.node)] !== undefined
    if (streaming) this.#notStreamingSince = undefined
    else this.#notStreamingSince ??= now
    if (now - (this.#notStreamingSince ?? now) > STREAMS_WITHIN) this.#begin(() => this.#copy(), now)
  }

  /** Resolves when nothing is being done; nothing new is begun by itself. */
  async settle(): Promise<void> {
    await this.#work
  }

  #begin(work: () => Promise<void>, now: Milliseconds): void {
    this.#notStreamingSince = undefined
    this.#work = work()
      .catch((error: unknown) => {
        this.events.record(
          this.standby.name,
          `no standby yet: ${error instanceof Error ? error.message : String(error)}`,
        )
        this.#pausedUntil = performance.now() + this.#backoff.next(performance.now() - now)
      })
      .finally(() => {
        this.#work = undefined
      })
  }

  async #copy(): Promise<void> {
    await this.standby.fence()
    const startedAt = performance.now()
    const { primary, standby } = this
    await copyBase(
      { adminUrl: primary.adminUrl, dataDirectory: primary.options.dataDirectory },
      { dataDirectory: standby.options.dataDirectory, slot: standbySlot(standby.node) },
    )
    this.events.record(
      this.standby.name,
      `copied from ${this.primary.name} in ${Math.round(performance.now() - startedAt)} ms`,
    )
    await this.#launch()
  }

  async #launch(): Promise<void> {
    const { node, passwords } = this.standby.options
    await this.standby.launch(standbyRole(node, this.primary.options.port, passwords.replication), LAUNCH_LIMIT)
  }
}
