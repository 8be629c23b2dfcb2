import type { Milliseconds } from '@bicoastal/kernel'

/** One thing that was done or seen, for whoever reads the report. */
export interface JournalEntry {
  /** Milliseconds since the drill's history began. */
  readonly at: Milliseconds
  readonly what: string
}

/** What happened in a drill, in order; each entry is also told to `listen` at once. */
export class Journal {
  private readonly written: JournalEntry[] = []

  constructor(
    private readonly now: () => Milliseconds,
    private readonly listen: (entry: JournalEntry) => void,
  ) {}

  /** Writes an entry and returns its time. */
  write(what: string): Milliseconds {
    const entry = { at: this.now(), what }
    this.written.push(entry)
    this.listen(entry)
    return entry.at
  }

  get entries(): readonly JournalEntry[] {
    return this.written
  }
}
