import { setTimeout as delay } from 'node:timers/promises'
import { Injectable, Optional } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import type { GuardedQueryRunner } from '../connection/guarded.query-runner.js'
import { LazyDataSource } from '../connection/lazy.data-source.js'
import { CommitOutcomeUnknownError } from '../errors/commit-outcome-unknown.error.js'
import { DatabaseUnavailableError, isDatabaseUnavailableError } from '../errors/database-unavailable.error.js'
import { type Failure, failureOf } from '../errors/failure.js'
import { TransactionConflictError } from '../errors/transaction-conflict.error.js'
import { RetryMetrics } from '../metrics/retry-metrics.js'
import { currentSession } from '../session/request-session.js'
import { Visibility } from '../session/visibility.js'
import { pauseAfter } from './backoff.js'

/** What runs in a transaction. It may run several times, so it touches nothing but the database through `manager`. */
export type TransactionalWork<T> = (manager: EntityManager) => Promise<T>

/** How {@link Transactions.run} treats one piece of work. */
export interface TransactionOptions {
  /**
   * The work may be done again after it took effect, because the second time finds what the first left (ids derived
   * from an Idempotency-Key, `ON CONFLICT DO NOTHING`). It is then repeated also when the outcome of its commit is
   * unknown. Default false.
   */
  readonly idempotent?: boolean
  /** Attempts in all. Default 4. */
  readonly attempts?: number
}

const ATTEMPTS = 4

/** Runs work in transactions of the region's primary. SPEC.md numbers what it holds to. */
@Injectable()
export class Transactions {
  constructor(
    private readonly dataSource: LazyDataSource,
    private readonly metrics: RetryMetrics,
    @Optional() private readonly visibility?: Visibility,
  ) {}

  /**
   * Runs `work` in one transaction and commits it. The whole work is repeated, a bounded number of times and after a
   * jittered pause, when Postgres rolled it back because of others or the connection broke before COMMIT was sent.
   *
   * @throws DatabaseUnavailableError when no connection can be opened, it broke in every attempt, or the server ran out of
   * disk or memory. Nothing is written.
   * @throws TransactionConflictError when every attempt met a conflict. Nothing is written.
   * @throws CommitOutcomeUnknownError when the connection broke while COMMIT was under way and the work is not idempotent.
   * @throws TransactionAbortedError when the work hid the failure of a statement. Nothing is written.
   * @throws SessionNotYetVisibleError when the caller of the request wants nothing that is older than its session.
   * @throws whatever `work` throws; the transaction is rolled back.
   */
  async run<T>(work: TransactionalWork<T>, options: TransactionOptions = {}): Promise<T> {
    const attempts = options.attempts ?? ATTEMPTS
    const session = currentSession()
    if (session) await this.visibility?.onPrimary(session)
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(work, options.idempotent ?? false)
      // Also what was refused shows the caller a state, and an earlier attempt may have left what it refers to.
      if (session) session.touchedPrimary = true
      if ('value' in outcome) return outcome.value
      if (outcome.final) throw outcome.error
      if (attempt >= attempts) throw givenUp(outcome, attempts)
      this.metrics.repeated(outcome.reason)
      await delay(pauseAfter(attempt))
    }
  }

  async #attempt<T>(work: TransactionalWork<T>, idempotent: boolean): Promise<Outcome<T>> {
    const runner = this.dataSource.createQueryRunner()
    try {
      // Apart from the rest: without a connection there is nothing to repeat, the other region serves the caller sooner.
      await runner.connect()
    } catch (error) {
      return { error, final: true }
    }
    try {
      return await runOn(runner, work, idempotent)
    } finally {
      await runner.release()
    }
  }
}

type Outcome<T> = { value: T } | { error: unknown; final: true } | Repeatable

interface Repeatable {
  readonly error: unknown
  readonly final: false
  readonly reason: Failure
}

async function runOn<T>(
  runner: GuardedQueryRunner,
  work: TransactionalWork<T>,
  idempotent: boolean,
): Promise<Outcome<T>> {
  let value: T
  try {
    await runner.startTransaction()
    value = await work(runner.manager)
  } catch (error) {
    // TypeORM releases a runner as soon as its connection breaks; whatever the work threw is a consequence of that.
    if (runner.isReleased) return { error, final: false, reason: 'lost' }
    await runner.abandonTransaction()
    return beforeCommit(error)
  }
  try {
    await runner.commitTransaction()
    return { value }
  } catch (error) {
    return runner.commitSent ? atCommit(error, idempotent) : beforeCommit(error)
  }
}

function beforeCommit(error: unknown): Outcome<never> {
  const reason = failureOf(error)
  if (reason === 'rejected' || reason === 'timeout' || reason === 'exhausted') return { error, final: true }
  return { error, final: false, reason }
}

/** An error that Postgres reported about COMMIT means "rolled back"; a broken connection means nothing at all. */
function atCommit(error: unknown, idempotent: boolean): Outcome<never> {
  if (failureOf(error) !== 'lost') return beforeCommit(error)
  if (idempotent) return { error, final: false, reason: 'lost' }
  return { error: new CommitOutcomeUnknownError(error), final: true }
}

function givenUp({ error, reason }: Repeatable, attempts: number): unknown {
  if (reason === 'conflict') return new TransactionConflictError(attempts, error)
  return isDatabaseUnavailableError(error) ? error : new DatabaseUnavailableError(error)
}
