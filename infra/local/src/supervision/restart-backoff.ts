import type { Milliseconds } from '@bicoastal/kernel'

const FIRST: Milliseconds = 200
const LONGEST: Milliseconds = 5000
/** Who ran for this long was healthy: its next crash is the first of a new series. */
const HEALTHY_AFTER: Milliseconds = 20_000

/** How long to wait before a crashed part is started again: doubled with every crash of a series. */
export class RestartBackoff {
  #crashes = 0

  /** The pause after a crash of a part that had run for `ranFor`. */
  next(ranFor: Milliseconds): Milliseconds {
    if (ranFor >= HEALTHY_AFTER) this.#crashes = 0
    return Math.min(LONGEST, FIRST * 2 ** this.#crashes++)
  }
}
