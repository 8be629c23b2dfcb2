import type { Comparison } from '../load/compare.js'
import type { Spread } from '../load/statistics.js'
import type { Measurement } from './benchmark.js'

/** At least this part of the baseline's throughput. */
const TARGET_RATIO = 0.7

/** The line of the table for a comparison of throughputs. */
export function ratioMeasurement(name: string, against: string, comparison: Comparison): Measurement {
  const { throughputRatio, processorRatio } = comparison
  return {
    name,
    against,
    result: `${inWords(throughputRatio)} of its throughput; ${inWords(processorRatio)} of its CPU per request`,
    target: `>= ${TARGET_RATIO} of its throughput`,
    met: throughputRatio.median >= TARGET_RATIO,
    details: comparison,
  }
}

function inWords({ median, lowest, highest }: Spread): string {
  return `${median.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`
}
