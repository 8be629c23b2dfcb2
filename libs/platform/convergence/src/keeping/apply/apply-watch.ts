import { type LogPosition, type Milliseconds, seconds } from '@bicoastal/kernel'
import type { ApplySample } from './apply-sample.js'

/** What several looks at the apply worker say. */
export interface ApplyVerdict {
  /** Failures at the very same place. */
  readonly failures: number
  /** For how long the worker has been failing there. */
  readonly failingFor: Milliseconds
  /** It fails at one place over and over: whatever it is to apply next is worth a look. */
  readonly suspect: boolean
  /** So often and so long that it will not get over it, whatever the reason. */
  readonly certain: boolean
}

/** One failure may be a broken connection, two at one place may be two of them; a look at the transaction tells. */
const SUSPECT_AFTER = 2
const CERTAIN_AFTER = 5
const CERTAIN_FOR = seconds(10)

/** Tells an apply worker that fails at one transaction over and over from one that meets passing trouble. Knows only what it is shown. */
export class ApplyWatch {
  #position: LogPosition | null = null
  #failuresBefore = 0
  #since: Milliseconds = 0

  /** Takes one look, at `now` of a clock that never jumps. */
  observe({ position, failures }: Pick<ApplySample, 'position' | 'failures'>, now: Milliseconds): ApplyVerdict {
    // Statistics that are smaller than they were began anew.
    if (position !== this.#position || failures < this.#failuresBefore) {
      this.#position = position
      this.#failuresBefore = failures
    }
    const counted = failures - this.#failuresBefore
    if (counted === 0) this.#since = now
    const failingFor = now - this.#since
    const certain = counted >= CERTAIN_AFTER && failingFor >= CERTAIN_FOR
    return { failures: counted, failingFor, suspect: counted >= SUSPECT_AFTER, certain }
  }

  /** Forgets what was seen: while the peer is not to be reached, failures are the link's. */
  reset(): void {
    this.#position = null
  }
}
