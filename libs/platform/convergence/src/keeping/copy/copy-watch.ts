import type { CopiedTable, CopySample } from './copy-sample.js'

interface Attempts {
  readonly worker: number | null
  /** Looks since one worker was last seen twice in a row. */
  readonly restless: number
}

const FAILURES = 3
const RESTLESS_LOOKS = 5

/** Tells a copy that fails over and over from one that takes long. Knows only what it is shown. */
export class CopyWatch {
  #failuresBefore = 0
  #tables = new Map<string, Attempts>()

  /** Takes one look. Returns the tables whose copies will not succeed. */
  observe({ failures, tables }: CopySample): readonly CopiedTable[] {
    const open = tables.filter((table) => !table.done && !table.skipped)
    if (open.length === 0 || failures < this.#failuresBefore) {
      this.#failuresBefore = failures
      this.#tables.clear()
      return []
    }
    if (this.#tables.size === 0) this.#failuresBefore = failures
    this.#tables = new Map(open.map((table) => [nameOf(table), this.#next(table)]))
    if (failures - this.#failuresBefore < FAILURES) return []
    return open.filter((table) => (this.#tables.get(nameOf(table))?.restless ?? 0) >= RESTLESS_LOOKS)
  }

  #next(table: CopiedTable): Attempts {
    const before = this.#tables.get(nameOf(table))
    const isSteady = table.worker !== null && table.worker === before?.worker
    return { worker: table.worker, restless: isSteady ? 0 : (before?.restless ?? 0) + 1 }
  }
}

const nameOf = ({ schema, name }: CopiedTable): string => `${schema}.${name}`
