import { setTimeout as delay } from 'node:timers/promises'
import { type Milliseconds, type RegionId, eventually, seconds } from '@bicoastal/kernel'
import type { NodeName } from '../stack/port-plan.js'
import type { EventLog } from '../supervision/event-log.js'
import type { DatabaseNode } from './database-node.js'
import { type DatabaseRecord, readRecord, recordIn, writeRecord } from './database-record.js'
import { type DatabaseEvent, type DatabaseState, FAILOVER_TABLE } from './failover-table.js'
import { Pairing } from './pairing.js'
import { promote } from './promote.js'
import { primaryRole, standbySlot } from './role-settings.js'
import { StandbyKeeper } from './standby-keeper.js'

const TICK: Milliseconds = 100
/** A primary that answers nothing for this long is taken for dead. */
const SILENCE_LIMIT: Milliseconds = seconds(3)
/** How long a crashed primary may take to come back where it is, when a standby could take over instead. */
const RESTART_LIMIT: Milliseconds = seconds(3)
/** The same when there is no alternative, or when everything starts at once. */
const PATIENT_RESTART_LIMIT: Milliseconds = seconds(30)
/** Older answers of the primary say nothing about now. */
const FRESH: Milliseconds = seconds(1)

/** What the database of a region is made of. */
export interface RegionDatabaseParts {
  readonly region: RegionId
  readonly nodes: Readonly<Record<NodeName, DatabaseNode>>
  readonly events: EventLog
  /** Where the {@link DatabaseRecord} is kept. */
  readonly recordFile: string
}

/**
 * Keeps one region's database serving: runs the two nodes, restarts the primary or promotes its standby, and gives
 * every primary a standby. `SPEC.md` states what it guarantees, `failover-table.ts` what follows what.
 */
export class RegionDatabase {
  #state: DatabaseState = 'stopped'
  #record: DatabaseRecord
  #keeper: StandbyKeeper
  #pairing = new Pairing(false, 0)
  #synchronous = false
  #restartLimit = PATIENT_RESTART_LIMIT
  #ticked = 0
  #loop: Promise<void> | undefined

  constructor(private readonly parts: RegionDatabaseParts) {
    this.#record = readRecord(parts.recordFile)
    this.#keeper = this.#newKeeper()
  }

  get state(): DatabaseState {
    return this.#state
  }

  get primary(): DatabaseNode {
    return this.parts.nodes[this.#record.primary]
  }

  get standby(): DatabaseNode {
    return this.parts.nodes[this.#record.primary === 'a' ? 'b' : 'a']
  }

  /** Starts both nodes; resolves when the primary serves. Nothing happens when it runs. */
  async start(deadline: Milliseconds): Promise<void> {
    if (this.#state === 'stopped') {
      await this.#loop
      for (const node of Object.values(this.parts.nodes)) node.held = false
      this.#restartLimit = PATIENT_RESTART_LIMIT
      this.#enter(this.#record.standbyComplete ? 'startComplete' : 'start')
      this.#loop = this.#run()
    }
    await this.untilServing(deadline)
  }

  /** Resolves when the primary takes writes. */
  async untilServing(deadline: Milliseconds): Promise<void> {
    await eventually(() => this.#state === 'alone' || this.#state === 'paired', {
      awaited: `the primary of ${this.parts.region} (${this.primary.options.log})`,
      deadline,
    })
  }

  /** Resolves when the standby streams and commits wait for it. Its logical slots may follow later. */
  async untilStandbyStreams(deadline: Milliseconds): Promise<void> {
    await eventually(() => this.primary.probe.latest?.standbys[standbySlot(this.standby.node)], {
      awaited: `the standby of ${this.parts.region} to stream (${this.standby.options.log})`,
      deadline,
    })
  }

  /** Shuts both nodes down and keeps them down; the standby last, so that it has all the primary wrote. */
  async stop(grace: Milliseconds): Promise<void> {
    this.#holdDown()
    await this.primary.shutDown(grace)
    await this.standby.shutDown(grace)
    await this.#loop
  }

  /** SIGKILLs both nodes at once and keeps them down. */
  async destroy(): Promise<void> {
    this.#holdDown()
    await Promise.all([this.primary.fence(), this.standby.fence()])
    await this.#loop
  }

  #holdDown(): void {
    for (const node of Object.values(this.parts.nodes)) node.held = true
    this.#enter('stop')
  }

  async #run(): Promise<void> {
    while (this.#state !== 'stopped') {
      try {
        const event = await this.#act(this.#state)
        if (event) this.#enter(event)
      } catch (error) {
        // Nothing may end the watch over a database, a full disk for instance; the same is tried again.
        this.#report(this.primary, error)
        await delay(seconds(1))
      }
    }
    await this.#keeper.settle()
  }

  #act(state: Exclude<DatabaseState, 'stopped'>): Promise<DatabaseEvent | undefined> {
    switch (state) {
      case 'alone':
      case 'paired':
        return this.#watch(state)
      case 'restarting':
      case 'restartingAlone':
        return this.#restart(state)
      case 'promoting':
        return this.#promote()
    }
  }

  #enter(event: DatabaseEvent): void {
    const next = FAILOVER_TABLE[this.#state][event]
    if (next === this.#state) return
    // Before anything is done in the new state: a supervisor that dies now must not trust the standby too much.
    this.#remember(recordIn(next, this.#record))
    this.parts.events.record(`${this.parts.region}/database`, `${event}: ${this.#state} -> ${next}`)
    this.#state = next
  }

  #remember(record: DatabaseRecord): void {
    const { primary, standbyComplete } = this.#record
    if (record.primary === primary && record.standbyComplete === standbyComplete) return
    writeRecord(this.parts.recordFile, record)
    this.#record = record
  }

  async #watch(state: 'alone' | 'paired'): Promise<DatabaseEvent | undefined> {
    await delay(TICK)
    const now = performance.now()
    // This process itself was held up: what looks like silence of the primary may be its own.
    const late = now - this.#ticked > FRESH
    this.#ticked = now
    if (!this.primary.running) return 'primaryExited'
    const answer = this.primary.probe.latest
    const silence = now - (answer?.at ?? 0)
    if (silence > SILENCE_LIMIT && !late) return 'primarySilent'
    if (!answer || silence > FRESH) return undefined
    this.#keeper.tick(now)
    const verdict = this.#pairing.judge(answer, this.standby.probe.latest, standbySlot(this.standby.node), now)
    if (state === 'paired' && !verdict.complete) return 'standbyIncomplete'
    if (verdict.synchronous !== this.#synchronous) this.#setSynchronous(verdict.synchronous)
    return verdict.complete ? 'standbyComplete' : undefined
  }

  #setSynchronous(synchronous: boolean): void {
    this.#synchronous = synchronous
    this.primary.assume(primaryRole(synchronous ? this.standby.node : null))
    const how = synchronous ? `commits wait for ${this.standby.name}` : 'commits wait for nobody'
    this.parts.events.record(this.primary.name, how)
  }

  async #restart(state: 'restarting' | 'restartingAlone'): Promise<DatabaseEvent> {
    const { primary } = this
    const complete = state === 'restarting'
    const limit = complete ? this.#restartLimit : PATIENT_RESTART_LIMIT
    await primary.fence()
    await this.#keeper.settle()
    if (!primary.hasData) return 'dataLost'
    try {
      if (this.#state === state) {
        await primary.launch(primaryRole(complete ? this.standby.node : null), limit)
        await primary.untilWritable(limit)
      }
    } catch (error) {
      this.#report(primary, error)
      await delay(complete ? 0 : TICK)
      return 'restartFailed'
    }
    this.#serve(complete)
    return 'primaryAnswered'
  }

  async #promote(): Promise<DatabaseEvent> {
    const { primary, standby } = this
    const startedAt = performance.now()
    await primary.fence()
    await this.#keeper.settle()
    try {
      await promote(standby, primary.options.port)
      this.#remember({ primary: standby.node, standbyComplete: false })
    } catch (error) {
      this.#report(standby, error)
      await standby.fence()
      await delay(TICK)
      return 'promotionFailed'
    }
    this.#keeper = this.#newKeeper()
    this.#serve(false)
    this.parts.events.record(standby.name, `promoted in ${Math.round(performance.now() - startedAt)} ms`)
    return 'promoted'
  }

  #serve(synchronous: boolean): void {
    this.#ticked = performance.now()
    this.#pairing = new Pairing(synchronous, this.#ticked)
    this.#synchronous = synchronous
    this.#restartLimit = RESTART_LIMIT
  }

  #newKeeper(): StandbyKeeper {
    return new StandbyKeeper(this.primary, this.standby, this.parts.events)
  }

  #report(node: DatabaseNode, error: unknown): void {
    this.parts.events.record(node.name, error instanceof Error ? error.message : String(error))
  }
}
