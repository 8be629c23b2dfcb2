import type { RegionId } from '@bicoastal/kernel'
import type { Verification } from '../verify/verification.js'
import type { ApplySample } from './apply/apply-sample.js'
import type { ApplyVerdict } from './apply/apply-watch.js'
import type { QuarantinedTable } from './apply/quarantine-state.js'
import type { AlignedRow } from '../repair/align-contents.js'
import { shownKey } from '../comparison/row-text.js'
import type { Fault } from './incident.js'

/** The apply worker fails at the same place. */
export function applyFailing(subscription: string, { failures }: ApplyVerdict): Fault {
  return {
    kind: 'apply_failing',
    subject: subscription,
    message: `Replication fails at one transaction of the peer over and over (${failures} times so far); nothing arrives meanwhile.`,
    advice:
      'Nothing, within a minute: the rows of that transaction are fetched one by one, those that do not fit go into quarantine, and ' +
      "replication goes on behind it. If this stays open, the server's log says why the apply worker fails.",
    detail: { failures },
  }
}

/** The apply worker waits for somebody's lock. */
export function applyStalled(subscription: string, sample: ApplySample): Fault {
  const waited = Math.round(sample.waitingSeconds ?? 0)
  return {
    kind: 'apply_stalled',
    subject: subscription,
    message: `Replication has been waiting for a lock for ${waited} s, held by process ${sample.blockers.join(', ')}; nothing arrives meanwhile.`,
    advice:
      'Nothing, within a minute: whoever holds the lock is ended. Find out who keeps transactions open that long.',
    detail: { blockers: sample.blockers, waitedSeconds: waited },
  }
}

/** Nothing runs that would apply changes. */
export function applyAbsent(subscription: string, absentSeconds: number): Fault {
  return {
    kind: 'apply_stalled',
    subject: subscription,
    message: `No process has been applying the peer's changes for ${Math.round(absentSeconds)} s, although the peer can be reached.`,
    advice:
      "Look at the server's log: the subscription's own connection may be refused (password, pg_hba.conf), or max_logical_replication_workers " +
      'and max_worker_processes may be used up.',
    detail: {},
  }
}

/** A stream is started anew. */
export function streamLost(subscription: string, steps: readonly string[]): Fault {
  return {
    kind: 'stream_lost',
    subject: subscription,
    message:
      'The stream of changes from the peer was lost. It is started anew, with a merge of all tables; no write is lost.',
    advice:
      'Nothing. If it happens again, the peer had to throw away log that this region still needed: raise max_slot_wal_keep_size, or find out ' +
      'why this region was away for so long.',
    detail: { steps },
  }
}

/** The copy of a table cannot succeed. */
export function copySkipped(table: string): Fault {
  return {
    kind: 'copy_failing',
    subject: table,
    message: `The copy of ${table} fails over and over: a row of the peer does not fit here.`,
    advice:
      'Nothing: the rows that differ are fetched one by one, those that do not fit go into quarantine. Look there for what to correct.',
    detail: {},
  }
}

/** Somebody disabled the subscription. */
export function subscriptionDisabled(subscription: string): Fault {
  return {
    kind: 'subscription_disabled',
    subject: subscription,
    message:
      'The subscription is disabled, so nothing of the peer arrives. Nobody but a person does that; it is left alone.',
    advice: `ALTER SUBSCRIPTION ${subscription} ENABLE, when whoever disabled it agrees. The peer keeps log for it until its disk budget is used up.`,
    detail: {},
  }
}

/** Rows of a table do not fit here. */
export function rowRefused({ table, rows, reason, code, keys }: QuarantinedTable): Fault {
  return {
    kind: 'row_refused',
    subject: table,
    message: `${rows} row(s) of ${table} that the peer holds do not fit in this region: ${reason}`,
    advice:
      'Make both regions agree on the schema (a CHECK, a NOT NULL, a column), or correct the rows in the other region. They are tried again at least once a ' +
      'minute until they fit; everything else is replicated.',
    detail: { rows, code, firstKeys: keys },
  }
}

/** Both regions held the same writes in a row, and different values. */
export function contentAligned(row: AlignedRow & { readonly table: string }): Fault {
  return {
    kind: 'content_aligned',
    subject: `${row.table}${shownKey(row.key)}`,
    message:
      'Two regions held different values under the same versions. This region took those of the region that wrote them.',
    advice: 'Check whether the values given up are the ones that were meant; writing them again is enough.',
    detail: { columns: row.columns },
  }
}

/** Rows differ for good. */
export function divergence(table: string, found: Verification): Fault {
  const differing = found.tables.find((each) => each.table === table)?.differing ?? 0
  return {
    kind: 'divergence',
    subject: table,
    message: `${differing} row(s) of ${table} differ between the regions, with nothing under way that could make them equal.`,
    advice:
      'Nothing, when a repair is under way: each region fetches what it lacks. Otherwise ask for one: POST /ops/repair.',
    detail: { differing, differences: found.differences.filter((each) => each.table === table) },
  }
}

/** Versions from the future. */
export function futureVersions(found: Verification): Fault {
  return {
    kind: 'future_version',
    subject: 'versions',
    message: `${found.future.length} row(s) or more carry versions ahead of the clock, the furthest from ${found.future
      .map((row) => row.issuedAt)
      .toSorted()
      .at(-1)}.`,
    advice:
      'Find the machine whose clock was wrong. The rows merge as ever; until their time has come, of two concurrent writes to one of them ' +
      'the one from the region that knew of that version wins.',
    detail: { rows: found.future },
  }
}

/** The clocks differ. */
export function clockSkew(peer: RegionId, skewSeconds: number): Fault {
  const side = skewSeconds > 0 ? 'ahead of' : 'behind'
  return {
    kind: 'clock_skew',
    subject: peer,
    message: `The clock of ${peer} is ${Math.abs(skewSeconds).toFixed(1)} s ${side} this region's.`,
    advice:
      'Correct the clock that is wrong. Until then the region that is ahead wins concurrent writes to one value more often than it should; nothing else is affected.',
    detail: { skewSeconds },
  }
}
