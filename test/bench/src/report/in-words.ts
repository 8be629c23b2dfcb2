import type { Spread } from '../load/statistics.js'

/** "0.85 (0.81–0.90)": the middle and the extremes. */
export function inWords({ median, lowest, highest }: Spread): string {
  return `${median.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`
}
