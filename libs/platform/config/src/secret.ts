import { inspect } from 'node:util'

const MASK = '[secret]'

/** A value that must not reach a log, an error or a debugger's dump by accident: only {@link reveal} gives it away. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Pass it straight to what needs it and keep no copy. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}
