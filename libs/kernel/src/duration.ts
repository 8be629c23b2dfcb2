/** A duration in milliseconds, the one unit of time between modules. */
export type Milliseconds = number

/** `count` seconds in milliseconds. */
export const seconds = (count: number): Milliseconds => count * 1000

/** `count` minutes in milliseconds. */
export const minutes = (count: number): Milliseconds => count * 60_000
