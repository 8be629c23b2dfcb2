import { forgetOldIncidents, pruneConflicts, type SqlConnection } from '@bicoastal/convergence'
import { type Milliseconds, minutes } from '@bicoastal/kernel'

const INTERVAL: Milliseconds = minutes(10)

/** Keeps what a region notes for people bounded: its conflict inbox and the incidents that were healed. */
export class Retention {
  #nextAt: Milliseconds = 0

  /** Forgets what is too old or too much, when it is time to. `now` is of a clock that never jumps. */
  async look(here: SqlConnection, now: Milliseconds): Promise<void> {
    if (now < this.#nextAt) return
    await pruneConflicts(here)
    await forgetOldIncidents(here)
    this.#nextAt = now + INTERVAL
  }
}
