import { type ReplicatedTable, revisionOf } from '@bicoastal/convergence'
import type { CachedTable, RowImage } from '@bicoastal/kernel'
import { UnknownCachedTableError } from './unknown-cached-table.error.js'
import type { RowChange } from './log/log-listener.js'

/** A job that somebody should look at. */
export interface PromisedJob {
  readonly id: string
  readonly name: string
  readonly traceparent: string | null
}

/** A value that the cache should not hold any more. */
export interface StaleValue {
  readonly key: string
  readonly revision: string
}

/** What follows from the change of a row. */
export interface Consequences {
  readonly job?: PromisedJob
  readonly stale?: StaleValue
}

const NONE: Consequences = {}

/** Knows what follows from the change of a row: nothing, a job to run here, a value to forget. */
export class ChangeRouter {
  readonly #byTable = new Map<string, (row: RowImage) => Consequences>()

  /**
   * @param here the number of this region.
   * @throws UnknownCachedTableError when a cached table is not replicated: its rows have no revision.
   */
  constructor(here: number, tables: readonly ReplicatedTable[], cachedTables: readonly CachedTable[]) {
    for (const cached of cachedTables) {
      const table = tables.find(({ name }) => name === cached.table)
      if (!table) throw new UnknownCachedTableError(cached.table)
      this.#byTable.set(cached.table, (row) => ({
        stale: { key: cached.cacheKey(row), revision: revisionOf(row) },
      }))
    }
    this.#byTable.set('jobs', (row) => jobOf(row, String(here)))
  }

  /** What follows from `change`. */
  consequencesOf(change: RowChange): Consequences {
    return this.#byTable.get(change.table)?.(change.row) ?? NONE
  }
}

/** A job of the peer is a promise that we merely keep a copy of. */
function jobOf(row: RowImage, here: string): Consequences {
  if (row['home'] !== here || row['state'] !== 'queued') return NONE
  return { job: { id: String(row['id']), name: String(row['name']), traceparent: row['trace_parent'] ?? null } }
}
