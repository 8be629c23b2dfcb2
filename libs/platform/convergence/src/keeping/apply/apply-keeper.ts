import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { ReplicatedTable } from '../../model/replicated-table.js'
import type { Ends } from '../../repair/ends.js'
import { type AwaitedRound, fetchAwaited } from '../../repair/fetch-awaited.js'
import { subscriptionName } from '../../subscription/subscription-state.js'
import { applyAbsent, applyFailing, applyStalled, contentAligned, rowRefused } from '../faults.js'
import { CopyKeeper } from '../copy/copy-keeper.js'
import { healIncidents, reportIncident } from '../incidents.js'
import { advanceTo } from './advance.js'
import { endHolding } from './holding.js'
import { type ApplySample, readApplySample } from './apply-sample.js'
import { ApplyWatch } from './apply-watch.js'
import { quarantinedTables } from './quarantine-state.js'
import { takeOver } from './take-over.js'

/** What one round did, for metrics and logs. */
export interface ApplyRound {
  readonly transactionsTakenOver: number
  readonly rowsFetched: number
  readonly quarantined: number
  readonly blockersEnded: number
}

const NOTHING: ApplyRound = { transactionsTakenOver: 0, rowsFetched: 0, quarantined: 0, blockersEnded: 0 }

/** A wait for a lock is reported after this long; whoever holds the lock is ended later. */
const STALLED_AFTER = 8
const END_BLOCKERS_AFTER = 25
const ABSENT_AFTER = seconds(10)
/** How long a round fetches rows before it looks after the apply worker again. */
const FETCH_BUDGET = seconds(2)
/** After another failure within this time more transactions are taken over at once: one by one, thousands of poisoned ones would take hours. */
const SERIES = seconds(30)
const MOST_MESSAGES = 20_000
/** The worker has been started again by then, and has failed again if it will. */
const SOUND_AFTER = seconds(3)

/**
 * Keeps changes of the peer arriving. A transaction at which the apply worker fails over and over is taken over: its rows are fetched one by one, those that do not
 * fit are put into quarantine, replication goes on behind it. Whoever holds up the worker by a lock is ended. Rows in quarantine are tried
 * again until they fit.
 *
 * All state that matters is in the database: killed anywhere, another one goes on. Call {@link round} about once a second.
 */
export class ApplyKeeper {
  readonly #watch = new ApplyWatch()
  readonly #copies = new CopyKeeper()
  #messages = 1
  #tookOverAt: Milliseconds = -Infinity
  #workerSeenAt: Milliseconds | null = null

  constructor(private readonly tables: readonly ReplicatedTable[]) {}

  /** Forgets what was seen. Call it when the peer is not to be reached, or the subscription is disabled: neither is a fault of applying. */
  reset(): void {
    this.#watch.reset()
    this.#workerSeenAt = null
  }

  /**
   * One look, and what follows from it.
   *
   * @throws the database's error when a connection breaks; nothing is lost.
   */
  async round(ends: Ends, now: Milliseconds): Promise<ApplyRound> {
    const sample = await readApplySample(ends.here, ends.region)
    if (sample === null || !sample.enabled) {
      this.reset()
      return NOTHING
    }
    const blockersEnded = await this.#mendStalled(ends, sample, now)
    const rowsFetched = await this.#fetch(ends)
    await this.#copies.round(ends)
    if (sample.copying === 0) await healIncidents(ends.here, 'stream_lost')
    // Last, because it needs most of the peer: what fails here must not keep the rest from being done.
    const transactionsTakenOver = await this.#mendFailing(ends, sample, now)
    await endHolding(ends.here, ends.region)
    const quarantined = await this.#reportQuarantine(ends)
    return { transactionsTakenOver, rowsFetched, quarantined, blockersEnded }
  }

  async #mendFailing(ends: Ends, sample: ApplySample, now: Milliseconds): Promise<number> {
    const name = subscriptionName(ends.region)
    const verdict = this.#watch.observe(sample, now)
    if (!verdict.suspect) {
      const isOver = verdict.failures === 0 && now - this.#tookOverAt > SOUND_AFTER
      if (isOver) await healIncidents(ends.here, 'apply_failing', name)
      return 0
    }
    if (verdict.certain) await reportIncident(ends.here, applyFailing(name, verdict))
    if (now - this.#tookOverAt > SERIES) this.#messages = 1
    const taken = await takeOver(ends, this.tables, this.#messages)
    if (taken.end === null) return 0
    const refused = await this.#fetch(ends, true)
    // Rows that all fit, and a worker that has not failed for long: that was the link, or a deadlock.
    if (refused === 0 && !verdict.certain) return 0
    await reportIncident(ends.here, applyFailing(name, verdict))
    await advanceTo(ends.here, ends.region, taken.end)
    this.#tookOverAt = now
    this.#messages = Math.min(this.#messages * 10, MOST_MESSAGES)
    this.#watch.reset()
    return taken.transactions
  }

  /** Resolves to the number of rows that were merged, or, when `refusals` are asked for, of those that were refused. */
  async #fetch(ends: Ends, refusals = false): Promise<number> {
    const until = performance.now() + FETCH_BUDGET
    let count = 0
    let round: AwaitedRound
    do {
      round = await fetchAwaited(ends, this.tables)
      for (const row of round.aligned) await reportIncident(ends.here, contentAligned(row))
      count += refusals ? round.refused : round.merged
    } while (round.due > 0 && performance.now() < until)
    return count
  }

  async #reportQuarantine(ends: Ends): Promise<number> {
    const tables = await quarantinedTables(ends.here)
    for (const table of tables) await reportIncident(ends.here, rowRefused(table))
    await healIncidentsExcept(ends, tables.map((each) => each.table)) // prettier-ignore
    return tables.reduce((sum, table) => sum + table.rows, 0)
  }

  async #mendStalled(ends: Ends, sample: ApplySample, now: Milliseconds): Promise<number> {
    const name = subscriptionName(ends.region)
    if (sample.worker !== null) this.#workerSeenAt = now
    this.#workerSeenAt ??= now
    const waited = sample.waitingSeconds ?? 0
    const absent = now - this.#workerSeenAt
    if (absent > ABSENT_AFTER) await reportIncident(ends.here, applyAbsent(name, absent / 1000))
    else if (waited > STALLED_AFTER) await reportIncident(ends.here, applyStalled(name, sample))
    else await healIncidents(ends.here, 'apply_stalled', name)
    return waited > END_BLOCKERS_AFTER ? await endBlockers(ends, sample.blockers) : 0
  }
}

async function healIncidentsExcept({ here }: Ends, subjects: readonly string[]): Promise<void> {
  await here.query(
    `UPDATE convergence.incidents SET healed_at = clock_timestamp() WHERE kind = 'row_refused' AND healed_at IS NULL AND NOT subject = ANY($1)`,
    [subjects],
  )
}

/** Ends client connections only: the server's own processes give way by themselves. */
async function endBlockers({ here }: Ends, blockers: readonly number[]): Promise<number> {
  const { rows } = await here.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1) AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    [blockers],
  )
  return rows.length
}
