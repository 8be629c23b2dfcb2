import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Milliseconds, type RegionId, eventually } from '@bicoastal/kernel'
import { removeFakeTimeLeftovers } from '../clock/fake-time-library.js'
import type { RegionClock } from '../clock/region-clock.js'
import { PartFailedError } from '../process/part-failed.error.js'
import type { ProgramExit, RunningProgram } from '../process/running-program.js'
import { isInitialised } from '../postgres/initialise.js'
import { launchPostgres, untilAnswering } from '../postgres/postgres-server.js'
import { type Passwords, databaseUrl } from '../postgres/roles.js'
import { type PostgresSettings, REPLICATION_SETTINGS, SMALL_SERVER, renderSettings } from '../postgres/settings.js'
import type { NodeName } from '../stack/port-plan.js'
import { replaceFile } from '../stack/replace-file.js'
import { describeExit } from '../supervision/describe-exit.js'
import type { SupervisionRecords } from '../supervision/supervised-program.js'
import { NodeProbe } from './node-probe.js'
import { ROLE_FILE } from './role-settings.js'

/** Where one node of a region's database lives. */
export interface DatabaseNodeOptions {
  readonly region: RegionId
  readonly node: NodeName
  readonly port: number
  readonly dataDirectory: string
  readonly log: string
  readonly passwords: Passwords
  /** The region's. */
  readonly clock: RegionClock
}

/** One Postgres server of a region: its process, its data, what it says about itself. It decides nothing. */
export class DatabaseNode {
  readonly probe: NodeProbe
  /** True while an order keeps the node down. */
  held = true
  launches = 0
  #running: RunningProgram | undefined

  constructor(
    readonly options: DatabaseNodeOptions,
    private readonly records: SupervisionRecords,
  ) {
    this.probe = new NodeProbe(this.adminUrl)
  }

  get name(): string {
    return `${this.options.region}/postgres-${this.options.node}`
  }

  get node(): NodeName {
    return this.options.node
  }

  /** The administrator's way to the server, which is there before the service's database is. */
  get adminUrl(): string {
    return databaseUrl('admin', this.options.passwords, this.options.port, 'postgres')
  }

  /** The process while it lives. */
  get running(): RunningProgram | undefined {
    return this.#running?.exit ? undefined : this.#running
  }

  /** True when there is data to start from. */
  get hasData(): boolean {
    return isInitialised(this.options.dataDirectory)
  }

  /** True when the data is a finished copy that has not been promoted. */
  get isStandbyCopy(): boolean {
    return this.hasData && existsSync(join(this.options.dataDirectory, 'standby.signal'))
  }

  /** Replaces the settings that follow from the role; a running server takes them over. Works on a hanging one too. */
  assume(role: PostgresSettings): void {
    replaceFile(join(this.options.dataDirectory, ROLE_FILE), renderSettings(role))
    this.running?.signal('SIGHUP')
  }

  /**
   * Starts the server with the role's settings and waits until it answers.
   *
   * @throws PartFailedError when it is held down, ended, or did not answer within `deadline`; it may run then.
   */
  async launch(role: PostgresSettings, deadline: Milliseconds): Promise<void> {
    const { dataDirectory, log, port, clock } = this.options
    if (this.held) throw new PartFailedError(this.name, 'is kept down by order', log)
    if (this.running) return
    this.assume(role)
    const settings = {
      ...REPLICATION_SETTINGS,
      ...SMALL_SERVER,
      sync_replication_slots: true,
      cluster_name: this.name,
    }
    const running = await launchPostgres({
      name: this.name,
      dataDirectory,
      logFile: log,
      port,
      settings,
      includes: [ROLE_FILE],
      wrap: (program) => clock.command(program),
    })
    this.#running = running
    this.launches++
    this.records.processes.add(this.name, running.pid)
    this.probe.start()
    void running.exited.then((exit) => this.#ended(running, exit))
    // The order to be down may have come while it was being executed.
    if (this.held) await running.kill()
    await untilAnswering(running, this.adminUrl, deadline)
  }

  /** Waits until the node has said since it was launched that it takes writes. */
  async untilWritable(deadline: Milliseconds): Promise<void> {
    await eventually(() => this.probe.latest?.recovering === false, {
      awaited: `${this.name} to take writes`,
      deadline,
    })
  }

  /** Makes sure that no process of this node lives. */
  async fence(): Promise<void> {
    await this.#running?.kill()
  }

  /** Fast shutdown: what was committed is on disk, and a standby has received it. */
  async shutDown(grace: Milliseconds): Promise<void> {
    await this.#running?.stop(grace)
  }

  #ended(running: RunningProgram, exit: ProgramExit): void {
    this.probe.stop()
    this.records.processes.remove(this.name, running.pid)
    removeFakeTimeLeftovers(running.pid)
    if (!this.held) this.records.events.record(this.name, describeExit(exit))
  }
}
