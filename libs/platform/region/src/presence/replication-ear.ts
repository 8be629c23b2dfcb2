import { Statements } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'

/** Output: when the peer last gave a sign of life, by the peer's own clock; no row before the first. */
const LAST_BEAT = 'SELECT at::text AS beat FROM convergence.heartbeat WHERE region <> convergence.region()'

/** Hears the peer by its heartbeats in the replicated tables. */
@Injectable()
export class ReplicationEar {
  #last: string | undefined

  constructor(private readonly statements: Statements) {}

  /**
   * True when a heartbeat has arrived since the last time. Only that it changed counts: its time is that of the peer's
   * clock, which may be wrong by hours.
   *
   * @throws what `Statements.read` throws.
   */
  async heard(): Promise<boolean> {
    const [row] = await this.statements.read<{ beat: string }>({ name: 'region-peer-beat', text: LAST_BEAT })
    const known = this.#last
    this.#last = row?.beat ?? known
    // The first one that is seen may be ages old.
    return known !== undefined && row !== undefined && row.beat !== known
  }
}
