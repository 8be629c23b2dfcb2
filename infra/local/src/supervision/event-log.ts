import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** Something that happened to a part of the stack. */
export interface StackEvent {
  /** When, ISO 8601. */
  readonly at: string
  /** `east/api-1`, `east/database`, `link`, `stack`. */
  readonly part: string
  /** What happened, for people: "ended by SIGKILL; restarting in 200 ms". */
  readonly what: string
}

/** What happened since the supervisor started: on disk for ever, the latest in memory. */
export class EventLog {
  readonly #latest: StackEvent[] = []
  #unwritten = ''

  constructor(
    private readonly file: string,
    private readonly capacity = 1000,
  ) {
    mkdirSync(dirname(file), { recursive: true })
  }

  /** Records that something happened now. */
  record(part: string, what: string): void {
    const event: StackEvent = { at: new Date().toISOString(), part, what }
    this.#latest.push(event)
    if (this.#latest.length > this.capacity) this.#latest.shift()
    this.#unwritten += `${JSON.stringify(event)}\n`
    this.#write()
  }

  #write(): void {
    try {
      appendFileSync(this.file, this.#unwritten)
      this.#unwritten = ''
    } catch {
      // A full disk must not end the supervisor; what is missing in the file is written with the next event.
    }
  }

  /** The latest events, oldest first. */
  latest(): readonly StackEvent[] {
    return this.#latest
  }
}
