import { type Milliseconds, seconds } from '@bicoastal/kernel'

/** The ways in which a region hears of its peer. They fail separately: an edge may be gone while the database replicates. */
export const CHANNELS = ['http', 'replication'] as const
export type Channel = (typeof CHANNELS)[number]

/** For how long nothing has been heard, by channel. */
export type Silence = Readonly<Record<Channel, Milliseconds>>

/** The peer answers every half second over HTTP and beats once a second by replication: several in a row must be missing. */
export const FRESH_FOR: Silence = { http: seconds(2), replication: seconds(5) }

/** No channel heard anything for this long: longer than the failover of a primary and the restart of an edge take. */
export const LOST_AFTER: Milliseconds = seconds(10)

/**
 * What a silence says. `clear`: every channel is fresh. `partial`: one is. `fading`: none is, not for long yet.
 * `silent`: none has been for {@link LOST_AFTER}.
 */
export const EVIDENCE = ['clear', 'partial', 'fading', 'silent'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** What is known before anything was heard: nothing is fresh. */
export const NOTHING_HEARD: Silence = { http: FRESH_FOR.http + 1, replication: FRESH_FOR.replication + 1 }

/** What `silence` says of the peer. */
export function evidenceOf(silence: Silence): Evidence {
  const fresh = CHANNELS.filter((channel) => silence[channel] <= FRESH_FOR[channel]).length
  if (fresh === CHANNELS.length) return 'clear'
  if (fresh > 0) return 'partial'
  return CHANNELS.every((channel) => silence[channel] > LOST_AFTER) ? 'silent' : 'fading'
}

/** The longest that one look may stand for: a process that was frozen itself has not listened. */
const LONGEST_STEP: Milliseconds = seconds(1.5)

/** The time between two looks, as far as it was spent listening. */
export function listenedFor(elapsed: Milliseconds): Milliseconds {
  return Math.min(Math.max(elapsed, 0), LONGEST_STEP)
}

/** The silence after `elapsed` more, in which the channels `heard` have heard something. */
export function listen(silence: Silence, elapsed: Milliseconds, heard: ReadonlySet<Channel>): Silence {
  const after = (channel: Channel) => (heard.has(channel) ? 0 : silence[channel] + listenedFor(elapsed))
  return { http: after('http'), replication: after('replication') }
}
