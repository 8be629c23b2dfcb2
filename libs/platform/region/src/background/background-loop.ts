import type { Milliseconds } from '@bicoastal/kernel'

/** Does one thing again and again, never twice at once: the pause begins when the last round has ended. */
export class BackgroundLoop {
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #stopped = false

  /** @param round must not reject. */
  constructor(
    private readonly pause: Milliseconds,
    private readonly round: () => Promise<void>,
  ) {}

  /** Begins with a round at once and does not wait for it. */
  start(): void {
    this.#round = this.#run()
  }

  /** Ends it; resolves when no round is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#round
  }

  async #run(): Promise<void> {
    await this.round()
    if (!this.#stopped) this.#timer = setTimeout(() => this.start(), this.pause)
  }
}
