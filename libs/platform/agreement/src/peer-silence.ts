import { type Clock, type Milliseconds, seconds, systemClock } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'

/** For so long a peer that did not answer is not asked again. */
const REST: Milliseconds = seconds(1)

/**
 * Remembers that the peer has just not answered. In a partition every question would otherwise wait for its whole deadline, with a caller or a
 * job in its hands; so one question a second finds out, and the others know at once.
 */
@Injectable()
export class PeerSilence {
  #until = Number.NEGATIVE_INFINITY

  /** @param clock an instance is made with the machine's clock; tests hold the hands. */
  static withClock(clock: Clock): PeerSilence {
    const silence = new PeerSilence()
    silence.#clock = clock
    return silence
  }

  #clock: Clock = systemClock

  /** True while it makes no sense to ask. */
  get lasts(): boolean {
    return this.#clock.monotonic() < this.#until
  }

  /** The peer did not answer. */
  begins(): void {
    this.#until = this.#clock.monotonic() + REST
  }

  /** The peer answered, whatever it said. */
  ends(): void {
    this.#until = Number.NEGATIVE_INFINITY
  }
}
