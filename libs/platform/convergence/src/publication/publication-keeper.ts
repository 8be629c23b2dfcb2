import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { Ends } from '../repair/ends.js'
import { unlessMaintained } from '../subscription/maintenance-lock.js'
import { publish } from './publish.js'

const INTERVAL: Milliseconds = seconds(2)

/** Publishes what is new once the peer has a place for it, and so lets the peer's migration go on. */
export class PublicationKeeper {
  #lookedAt = -Infinity

  constructor(private readonly tables: readonly ReplicatedTable[]) {}

  /** Looks when it is time to; a program of an older release takes nothing away. @throws the database's error. */
  async round({ region, here, peer }: Ends, now: Milliseconds): Promise<void> {
    if (now - this.#lookedAt < INTERVAL) return
    this.#lookedAt = now
    // A migration publishes by itself.
    await unlessMaintained(here, () => publish({ here, peer }, { region, tables: this.tables }))
  }
}
