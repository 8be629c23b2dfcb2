import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBicoastalError } from '@bicoastal/kernel'
import type { Measurement } from './benchmarks/benchmark.js'
import { BENCHMARKS } from './benchmarks/benchmarks.js'
import { renderTable } from './report/table.js'

const RESULTS = fileURLToPath(new URL('../../../.local/bench/', import.meta.url))

const print = (line: string) => process.stdout.write(`${line}\n`)

try {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((name) => !(name in BENCHMARKS))
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}\n`,
    )
    process.exit(2)
  }
  const measurements: Measurement[] = []
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    print(`${name} ...`)
    const measured = await run()
    print(`\n${renderTable(measured)}\n`)
    measurements.push(...measured)
  }
  const measuredAt = new Date().toISOString()
  const machine = { processors: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version }
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, `${measuredAt.slice(0, 19).replaceAll(':', '-')}.json`)
  writeFileSync(file, `${JSON.stringify({ measuredAt, machine, measurements }, null, 2)}\n`)
  const missed = measurements.filter(({ met }) => met === false).map(({ name }) => name)
  print(missed.length === 0 ? 'All targets are met.' : `Missed: ${missed.join('; ')}`)
  print(`All figures: ${file}`)
  process.exitCode = missed.length === 0 ? 0 : 1
} catch (error) {
  if (!isBicoastalError(error)) throw error
  process.stderr.write(`${error.message}\n${error.advice}\n`)
  process.exitCode = 2
}
