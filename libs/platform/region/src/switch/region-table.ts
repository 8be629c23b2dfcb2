/** What a region is to its callers, as its operators decided. */
export const REGION_STATES = ['active', 'draining', 'evacuated', 'returning'] as const

/**
 * `active`: takes everything. `draining`: takes reads; writes go to the peer, so that what is still unconfirmed here runs
 * dry. `evacuated`: takes nothing. `returning`: takes nothing yet, until it has what the peer had when it was told to return.
 */
export type RegionState = (typeof REGION_STATES)[number]

/** The operators' switches. */
export const REGION_SWITCHES = ['drain', 'evacuate', 'return'] as const
export type RegionSwitch = (typeof REGION_SWITCHES)[number]

/** What changes the state of a region: a switch, or the end of a return. */
export type RegionEvent = RegionSwitch | 'caughtUp'

/** Where every event leads from every state. */
export const REGION_TRANSITIONS: Readonly<Record<RegionState, Readonly<Record<RegionEvent, RegionState>>>> = {
  active: { drain: 'draining', evacuate: 'evacuated', return: 'active', caughtUp: 'active' },
  // Its data was never behind: there is nothing to catch up with.
  draining: { drain: 'draining', evacuate: 'evacuated', return: 'active', caughtUp: 'draining' },
  // Draining would bring reads back to a region that has been away.
  evacuated: { drain: 'evacuated', evacuate: 'evacuated', return: 'returning', caughtUp: 'evacuated' },
  returning: { drain: 'evacuated', evacuate: 'evacuated', return: 'returning', caughtUp: 'active' },
}

/** What a region in each state is sent. */
export const ADMITS: Readonly<Record<RegionState, { readonly reads: boolean; readonly writes: boolean }>> = {
  active: { reads: true, writes: true },
  draining: { reads: true, writes: false },
  evacuated: { reads: false, writes: false },
  returning: { reads: false, writes: false },
}
