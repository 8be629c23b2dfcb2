/** A message of the supervisor to whoever started it, while it starts. */
export type BootMessage =
  | { readonly kind: 'step'; readonly step: string; readonly milliseconds: number }
  | { readonly kind: 'ready'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly failure: BootFailure }

/** Why a stack did not start. */
export interface BootFailure {
  readonly code: string
  readonly message: string
  readonly advice: string
}

/** Tells how starting goes on. */
export class BootProgress {
  readonly #startedAt = performance.now()

  constructor(private readonly tell: (message: BootMessage) => void) {}

  /** Does one step and tells when it is done. */
  async step<T>(step: string, work: () => Promise<T>): Promise<T> {
    const result = await work()
    this.tell({ kind: 'step', step, milliseconds: this.#elapsed() })
    return result
  }

  /** Tells that everything is there. */
  ready(): void {
    this.tell({ kind: 'ready', milliseconds: this.#elapsed() })
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#startedAt)
  }
}
