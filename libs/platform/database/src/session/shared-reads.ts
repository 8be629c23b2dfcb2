import { RegionConfig } from '@bicoastal/config'
import { LOG_START, type LogPosition, type RegionId } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { PrimaryPositions } from '../positions/primary-positions.js'
import { RequestSession, currentSession, inSession } from './request-session.js'
import { Visibility } from './visibility.js'

/** What a read that is shown to several callers gave. */
export interface SharedValue<T> {
  readonly value: T
  /** Of this region's log; it bounds the state that was read. */
  readonly readBefore: LogPosition
  /** False when the state may have been older than the lag budget allows: it must not be kept. */
  readonly isCurrent: boolean
}

/** For whoever keeps what one request read and shows it to another, as a cache does: both have sessions of their own. */
@Injectable()
export class SharedReads {
  readonly #region: RegionId

  constructor(
    config: RegionConfig,
    private readonly primary: PrimaryPositions,
    private readonly visibility: Visibility,
  ) {
    this.#region = config.region
  }

  /** True when the caller of this request has seen something that it must not see less of. */
  get hasSeen(): boolean {
    const session = currentSession()
    return session !== undefined && (session.touchedPrimary || session.demands.token !== undefined)
  }

  /**
   * True when the caller may be shown a value that was read earlier, and that every change the relay has dealt with would
   * have removed: the relay is past everything that the caller has seen. Asks nobody.
   */
  mayShowEarlier(): boolean {
    const session = currentSession()
    if (session?.touchedPrimary) return false
    if (!session?.demands.token) return true
    // What it saw of this region's log in the other region is bounded by nothing that is known here.
    if (session.unreadable || session.token?.from !== this.#region) return false
    const { here, peer } = this.visibility.need(session)
    const { known } = this.primary
    const relayed = known.latest?.relayed ?? LOG_START
    const local = peer === LOG_START ? LOG_START : known.localFor(peer)
    return local !== undefined && relayed >= here && relayed >= local
  }

  /** True when the caller prefers an old value over none. */
  mayShowStale(): boolean {
    return currentSession()?.demands.strict !== true
  }

  /** The caller is shown a value that may be older than what it has seen; its answer says so. */
  showedStale(): void {
    const session = currentSession()
    if (session) session.stale = true
  }

  /** The caller is shown a value that was read before `position`. */
  showed(position: LogPosition): void {
    currentSession()?.saw(position)
  }

  /** Waits until the primary has what the caller has seen, as every read there does. */
  async ready(): Promise<void> {
    const session = currentSession()
    if (session) await this.visibility.onPrimary(session)
  }

  /** Runs `load` for nobody in particular, wherever reads may go. @throws what `load` throws. */
  anywhere<T>(load: () => Promise<T>): Promise<SharedValue<T>> {
    return this.#observed(load, false)
  }

  /** Runs `load` on the primary, which has what anybody has seen who is {@link ready}. @throws what `load` throws. */
  onPrimary<T>(load: () => Promise<T>): Promise<SharedValue<T>> {
    return this.#observed(load, true)
  }

  async #observed<T>(load: () => Promise<T>, onPrimary: boolean): Promise<SharedValue<T>> {
    const session = new RequestSession({ token: undefined, strict: false, durability: 'local' })
    session.touchedPrimary = onPrimary
    const value = await inSession(session, load)
    return { value, readBefore: session.seen, isCurrent: !session.stale }
  }
}
