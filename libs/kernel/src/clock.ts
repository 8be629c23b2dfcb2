/** Where code that decides by time reads it, so that a test can hold the hands. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump in either direction. */
  now(): number
  /** Milliseconds since an arbitrary point. Never goes back; use it for durations and deadlines. */
  monotonic(): number
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
