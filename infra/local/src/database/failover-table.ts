/** Where the database of a region stands; `SPEC.md` says what each state means. */
export type DatabaseState = 'stopped' | 'alone' | 'paired' | 'restarting' | 'restartingAlone' | 'promoting'

/** What can happen to the database of a region. */
export type DatabaseEvent =
  /** The order to run; nothing is known of the standby. */
  | 'start'
  /** The order to run; the standby was complete when the database was stopped. */
  | 'startComplete'
  | 'stop'
  /** The primary's process has ended. */
  | 'primaryExited'
  /** The primary's process lives and has not answered for its time limit. */
  | 'primarySilent'
  /** The primary answers and takes writes. */
  | 'primaryAnswered'
  /** Starting the primary where it is did not succeed in its time limit. */
  | 'restartFailed'
  /** The primary's data is gone or cannot be read. */
  | 'dataLost'
  | 'standbyComplete'
  | 'standbyIncomplete'
  | 'promoted'
  | 'promotionFailed'

const STOPPED = {
  start: 'restartingAlone',
  startComplete: 'restarting',
  stop: 'stopped',
  primaryExited: 'stopped',
  primarySilent: 'stopped',
  primaryAnswered: 'stopped',
  restartFailed: 'stopped',
  dataLost: 'stopped',
  standbyComplete: 'stopped',
  standbyIncomplete: 'stopped',
  promoted: 'stopped',
  promotionFailed: 'stopped',
} as const

/** Every state and every event. An event that does not concern a state leaves it. */
export const FAILOVER_TABLE: Readonly<Record<DatabaseState, Readonly<Record<DatabaseEvent, DatabaseState>>>> = {
  stopped: STOPPED,
  alone: {
    start: 'alone',
    startComplete: 'alone',
    stop: 'stopped',
    primaryExited: 'restartingAlone',
    primarySilent: 'restartingAlone',
    primaryAnswered: 'alone',
    restartFailed: 'alone',
    dataLost: 'promoting',
    standbyComplete: 'paired',
    standbyIncomplete: 'alone',
    promoted: 'alone',
    promotionFailed: 'alone',
  },
  paired: {
    start: 'paired',
    startComplete: 'paired',
    stop: 'stopped',
    primaryExited: 'restarting',
    // It may be frozen in the middle of anything: only ending it makes sure that it takes no more writes.
    primarySilent: 'promoting',
    primaryAnswered: 'paired',
    restartFailed: 'paired',
    dataLost: 'promoting',
    standbyComplete: 'paired',
    standbyIncomplete: 'alone',
    promoted: 'paired',
    promotionFailed: 'paired',
  },
  restarting: {
    start: 'restarting',
    startComplete: 'restarting',
    stop: 'stopped',
    // It crashed again while it was starting.
    primaryExited: 'promoting',
    primarySilent: 'promoting',
    primaryAnswered: 'paired',
    restartFailed: 'promoting',
    dataLost: 'promoting',
    standbyComplete: 'restarting',
    // Nothing streams from a primary that is down; the standby still holds all that was acknowledged.
    standbyIncomplete: 'restarting',
    promoted: 'restarting',
    promotionFailed: 'restarting',
  },
  restartingAlone: {
    start: 'restartingAlone',
    startComplete: 'restartingAlone',
    stop: 'stopped',
    primaryExited: 'restartingAlone',
    primarySilent: 'restartingAlone',
    primaryAnswered: 'alone',
    restartFailed: 'restartingAlone',
    dataLost: 'promoting',
    standbyComplete: 'restartingAlone',
    standbyIncomplete: 'restartingAlone',
    promoted: 'restartingAlone',
    promotionFailed: 'restartingAlone',
  },
  promoting: {
    start: 'promoting',
    startComplete: 'promoting',
    stop: 'stopped',
    primaryExited: 'promoting',
    primarySilent: 'promoting',
    primaryAnswered: 'promoting',
    restartFailed: 'promoting',
    dataLost: 'promoting',
    standbyComplete: 'promoting',
    standbyIncomplete: 'promoting',
    promoted: 'alone',
    // How far it came is unknown, so it may have a history of its own: back to the old primary, and copy it anew.
    promotionFailed: 'restartingAlone',
  },
}

/** The states in which the standby is complete, and may replace a primary that does not come back. */
export const COMPLETE_STATES: readonly DatabaseState[] = ['paired', 'restarting']
