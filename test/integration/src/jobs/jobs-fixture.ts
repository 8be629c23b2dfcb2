import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { QUEUE, QUEUE_PREFIX, RELAY_SLOT } from '@bicoastal/jobs'
import { type Milliseconds, REGION_NUMBERS, eventually, seconds } from '@bicoastal/kernel'
import { RunningProgram } from '@bicoastal/local'
import {
  type Environment,
  type TestRegion,
  type TestRegionOptions,
  applicationScript,
  createTestRegion,
  migrateSchema,
} from '@bicoastal/testkit'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { CREATE_EFFECTS, leaveEffect } from './effects.js'

/** Generous: what is slow here is the machine that runs the tests, not what is tested. */
export const PATIENCE = seconds(60)

const EFFECT_WORKER = fileURLToPath(new URL('../../dist/jobs/programs/effect-worker.js', import.meta.url))

/** A region with the outbox and a table of effects, whose worker and relay are real processes. */
export class JobsFixture {
  readonly #programs: RunningProgram[] = []
  readonly #redis: Redis
  readonly #queue: Queue

  private constructor(readonly region: TestRegion) {
    this.#redis = new Redis(region.servers.queue.url, { maxRetriesPerRequest: null })
    // Tests stop and start servers; an error without a listener would end the runner.
    region.sql.on('error', () => undefined)
    this.#redis.on('error', () => undefined)
    this.#queue = new Queue(QUEUE, { connection: this.#redis, prefix: QUEUE_PREFIX })
    this.#queue.on('error', () => undefined)
  }

  static async create(options: Pick<TestRegionOptions, 'dedicated'> = {}): Promise<JobsFixture> {
    const region = await createTestRegion({ ...options, migrate: migrateSchema })
    await region.sql.query(CREATE_EFFECTS)
    return new JobsFixture(region)
  }

  /** Starts the relay of apps/relay. Resolves when it holds the slot, unless another does. */
  async relay(name = 'relay', changes: Environment = {}): Promise<RunningProgram> {
    const relay = await this.#start(name, applicationScript('relay'), changes)
    await this.untilServing(name)
    return relay
  }

  /** Starts a worker with the handler of the tests. Resolves when it is up. */
  async worker(name = 'worker', changes: Environment = {}): Promise<RunningProgram> {
    const worker = await this.#start(name, EFFECT_WORKER, changes)
    await this.untilServing(name)
    return worker
  }

  /** Promises a job as `Jobs.add` does, in a transaction of its own. */
  async promise(payload: object = {}, home: number = REGION_NUMBERS.east): Promise<string> {
    const id = randomUUID()
    const insert = 'INSERT INTO jobs (id, name, payload, home) VALUES ($1, $2, $3, $4)'
    await this.region.sql.query(insert, [id, leaveEffect.name, payload, home])
    return id
  }

  /** Puts a job into the queue as the relay does. */
  async deliver(id: string, name: string = leaveEffect.name): Promise<void> {
    const options = { jobId: id, attempts: Number.MAX_SAFE_INTEGER, backoff: { type: 'policy' } }
    await this.#queue.add(name, {}, options)
  }

  /** Jobs in the queue, in whatever state. */
  async queued(): Promise<number> {
    const counts = await this.#queue.getJobCounts()
    return Object.values(counts).reduce((sum, count) => sum + count, 0)
  }

  async state(id: string): Promise<{ state: string; last_error: string | null }> {
    return (await this.region.sql.query('SELECT state, last_error FROM jobs WHERE id = $1', [id])).rows[0]
  }

  /** The attempts whose effect on a job is to be seen. */
  async effects(id: string): Promise<number[]> {
    const { rows } = await this.region.sql.query('SELECT attempt FROM effects WHERE job = $1 ORDER BY attempt', [id])
    return rows.map(({ attempt }) => attempt)
  }

  async untilState(id: string, state: string, deadline: Milliseconds = PATIENCE): Promise<void> {
    await eventually(async () => (await this.state(id)).state === state, {
      awaited: `job ${id} to be ${state}`,
      deadline,
    })
  }

  /** Waits until the queue has nothing left to do. */
  async untilIdle(): Promise<void> {
    await eventually(async () => (await this.queued()) === 0, {
      awaited: 'the queue to be empty',
      deadline: PATIENCE,
    })
  }

  /** Waits until `worker` has met `outcome` in at least `count` deliveries of the jobs called `job`. */
  async untilOutcome(worker: string, job: string, outcome: string, count = 1): Promise<void> {
    const met = async () => (await this.metric(worker, 'job_duration_seconds_count', { job, outcome })) >= count
    await eventually(met, { awaited: `${worker} to find "${job}" ${outcome} ${count} times`, deadline: PATIENCE })
  }

  /** Waits until somebody is in the middle of a handler that takes its time. */
  async untilHandling(): Promise<void> {
    const query = `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`
    const busy = async () => (await this.region.sql.query(query)).rowCount === 1
    await eventually(busy, { awaited: 'a handler to be at work', interval: 10, deadline: PATIENCE })
  }

  /** How far the relay has acknowledged the log, and how far the log goes, in bytes. */
  async acknowledged(): Promise<{ confirmed: bigint; end: bigint; active: boolean }> {
    const { rows } = await this.region.sql.query(
      `SELECT confirmed_flush_lsn - '0/0'::pg_lsn AS confirmed, pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS end, active
       FROM pg_replication_slots WHERE slot_name = $1`,
      [RELAY_SLOT],
    )
    return { confirmed: BigInt(rows[0].confirmed), end: BigInt(rows[0].end), active: rows[0].active }
  }

  /** Waits until everything that is in the log by now is acknowledged. */
  async untilAcknowledged(): Promise<void> {
    const { end } = await this.acknowledged()
    await eventually(async () => (await this.acknowledged()).confirmed >= end, {
      awaited: 'the relay to acknowledge the log',
      deadline: PATIENCE,
    })
  }

  /** The value of a metric of a program, summed over those of its series that have `labels`. */
  async metric(program: string, name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.region.environment(program)['METRICS_PORT']}/metrics`)
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
    const lines = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => wanted.every((label) => line.includes(label)))
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }

  async untilServing(program: string): Promise<void> {
    await eventually(async () => (await this.metric(program, 'process_start_time_seconds')) > 0, {
      awaited: `${program} to be up`,
      deadline: PATIENCE,
    })
  }

  async release(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill()))
    await this.#queue.close()
    this.#redis.disconnect()
    await this.region.release()
  }

  async #start(name: string, script: string, changes: Environment): Promise<RunningProgram> {
    const program = await RunningProgram.start({
      name,
      command: process.execPath,
      args: [script],
      logFile: join(this.region.servers.directory, `${name}.log`),
      env: { ...this.region.environment(name), NODE_ENV: 'production', ...changes },
    })
    this.#programs.push(program)
    return program
  }
}
