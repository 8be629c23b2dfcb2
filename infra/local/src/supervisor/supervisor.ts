import { REGIONS, type RegionId } from '@bicoastal/kernel'
import { ControlServer } from '../control/control-server.js'
import { controlRoutes } from '../control/routes.js'
import { type DatabaseInfo, type StackInfo, type StackPhase, stackInfo } from '../control/stack-info.js'
import { endLeftovers } from '../supervision/leftovers.js'
import type { BootProgress } from './boot-progress.js'
import { preflight } from './preflight.js'
import type { Stack } from './stack.js'
import { startStackParts } from './start-stack-parts.js'
import { forgetSupervisor, recordSupervisor } from './supervisor-record.js'

/** Runs one stack from its first process to its last. */
export class Supervisor {
  readonly #control: ControlServer
  #phase: StackPhase = 'starting'
  #stopping: Promise<void> | undefined
  readonly #stopped = Promise.withResolvers<void>()

  constructor(readonly stack: Stack) {
    this.#control = new ControlServer(controlRoutes(this))
  }

  info(): StackInfo {
    return stackInfo(this.stack.context, this.#phase)
  }

  databases(): Readonly<Record<RegionId, DatabaseInfo>> {
    const info = (region: RegionId) => {
      const { database } = this.stack.regions[region]
      return [region, { state: database.state, primary: database.primary.node }] as const
    }
    return Object.fromEntries(REGIONS.map(info)) as Record<RegionId, DatabaseInfo>
  }

  /**
   * Starts the stack, after ending what a supervisor before this one has left. When it rejects, nothing that was
   * started is running any more.
   */
  async start(progress: BootProgress): Promise<void> {
    const { context } = this.stack
    const { events } = context.records
    try {
      for (const name of await endLeftovers(context.files.processRecords)) events.record(name, 'left over; ended')
      await preflight(context.settings.directory, context.ports)
      recordSupervisor(context.files.supervisorRecord)
      await this.#control.listen(context.files.socket)
      await startStackParts(this.stack, progress)
      if (this.#stopping) throw new Error('The stack was told to stop while it was starting.')
      this.#phase = 'ready'
      events.record('stack', 'ready')
      progress.ready()
    } catch (error) {
      await this.stack.destroy()
      this.#control.close()
      forgetSupervisor(context.files.supervisorRecord)
      throw error
    }
  }

  /** Stops everything in order; resolves when nothing runs any more. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  /** Resolves when the stack was told to stop, by anyone, and has. */
  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  async #stop(): Promise<void> {
    this.#phase = 'stopping'
    const { events } = this.stack.context.records
    events.record('stack', 'stopping')
    await this.stack.stop()
    events.record('stack', 'stopped')
    this.#control.close()
    forgetSupervisor(this.stack.context.files.supervisorRecord)
    this.#stopped.resolve()
  }
}
