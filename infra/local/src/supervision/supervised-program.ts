import type { Milliseconds } from '@bicoastal/kernel'
import type { ProgramExit, RunningProgram } from '../process/running-program.js'
import { describeExit } from './describe-exit.js'
import type { EventLog } from './event-log.js'
import type { ProcessRecords } from './process-records.js'
import { RestartBackoff } from './restart-backoff.js'
import type { PartState, ProcessDescription, Supervised } from './supervised.js'

/** How one program is run. */
export interface ProgramRecipe {
  readonly name: string
  readonly port: number | null
  readonly log: string
  /** Executes it. */
  launch(): Promise<RunningProgram>
  /** Waits until it can do its work; rejects with PartFailedError when it ended or takes too long. */
  ready(running: RunningProgram): Promise<void>
  /** How long it may take to finish what it is doing when asked to stop. */
  readonly grace?: Milliseconds
}

/** What supervision writes down. */
export interface SupervisionRecords {
  readonly events: EventLog
  readonly processes: ProcessRecords
}

/** Runs one program and starts it again, after a growing pause, whenever it crashes. */
export class SupervisedProgram implements Supervised {
  readonly #backoff = new RestartBackoff()
  #state: PartState = 'stopped'
  #running: RunningProgram | undefined
  #restarts = 0
  #timer: NodeJS.Timeout | undefined
  /** Counts the orders to be down: what was begun before the latest must not go on after it. */
  #epoch = 0

  constructor(
    private readonly recipe: ProgramRecipe,
    private readonly records: SupervisionRecords,
  ) {}

  get name(): string {
    return this.recipe.name
  }

  /** The program while it runs. */
  get running(): RunningProgram | undefined {
    return this.#running?.exit ? undefined : this.#running
  }

  describe(): ProcessDescription {
    const { name, port, log } = this.recipe
    const pid = this.running?.pid ?? null
    return { name, state: this.#state, pid, port, restarts: this.#restarts, log, detail: '' }
  }

  async start(): Promise<void> {
    if (this.#state !== 'stopped') return
    try {
      await this.#launch(this.#epoch)
    } catch (error) {
      await this.destroy()
      throw error
    }
  }

  async stop(): Promise<void> {
    this.#orderDown()
    await this.#running?.stop(this.recipe.grace)
  }

  async destroy(): Promise<void> {
    this.#orderDown()
    await this.#running?.kill()
  }

  kill(signal: NodeJS.Signals): void {
    this.#running?.signal(signal)
  }

  #orderDown(): void {
    this.#epoch++
    this.#state = 'stopped'
    clearTimeout(this.#timer)
  }

  async #launch(epoch: number): Promise<void> {
    this.#state = 'starting'
    const startedAt = performance.now()
    const running = await this.recipe.launch()
    this.#running = running
    this.records.processes.add(this.name, running.pid)
    void running.exited.then(() => this.records.processes.remove(this.name, running.pid))
    if (epoch !== this.#epoch) return void (await running.kill())
    await this.recipe.ready(running)
    if (epoch !== this.#epoch) return
    this.#state = 'running'
    void running.exited.then((exit) => this.#ended(exit, performance.now() - startedAt, epoch))
  }

  #ended(exit: ProgramExit, ranFor: Milliseconds, epoch: number): void {
    if (epoch !== this.#epoch) return
    const pause = this.#backoff.next(ranFor)
    this.records.events.record(this.name, `${describeExit(exit)}; starting again in ${pause} ms`)
    this.#state = 'waiting'
    this.#timer = setTimeout(() => void this.#restart(epoch), pause)
  }

  async #restart(epoch: number): Promise<void> {
    this.#restarts++
    try {
      await this.#launch(epoch)
      if (epoch === this.#epoch) this.records.events.record(this.name, 'runs again')
    } catch (error) {
      if (epoch !== this.#epoch) return
      const reason = error instanceof Error ? error.message : String(error)
      this.records.events.record(this.name, `could not be started again: ${reason}`)
      const exit = (await this.#running?.kill()) ?? { code: null, signal: null }
      this.#ended(exit, 0, epoch)
    }
  }
}
