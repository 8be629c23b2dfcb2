import type { Comparison } from '../load/compare.js'
import { inWords } from '../report/in-words.js'
import type { Measurement } from './benchmark.js'

/** At least this part of the baseline's throughput, unless said otherwise. */
const LEAST_RATIO = 0.7

/** The line of the table for a comparison of throughputs. */
export function ratioMeasurement(
  name: string,
  against: string,
  comparison: Comparison,
  least: number | null = LEAST_RATIO,
): Measurement {
  const { throughputRatio, processorRatio } = comparison
  return {
    name,
    against,
    result: `${inWords(throughputRatio)} of its throughput; ${inWords(processorRatio)} of its CPU per request`,
    target: least === null ? 'none' : `>= ${least} of its throughput`,
    ...(least !== null && { met: throughputRatio.median >= least }),
    details: comparison,
  }
}
