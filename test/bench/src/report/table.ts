import type { Measurement } from '../benchmarks/benchmark.js'

/** The measurements as people read them on a terminal. */
export function renderTable(measurements: readonly Measurement[]): string {
  return measurements
    .map(({ name, against, result, target, met }) =>
      [
        `${name}: ${met === false ? 'MISSES its target' : met === true ? 'meets its target' : 'for information'}`,
        `  measured  ${result}`,
        `  against   ${against}`,
        `  target    ${target}`,
      ].join('\n'),
    )
    .join('\n\n')
}
