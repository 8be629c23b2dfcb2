import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FEATURES } from '@bicoastal/features'
import { isBicoastalError } from '@bicoastal/kernel'
import { createTestRegion, migrateSchema, startTwoRegions } from '@bicoastal/testkit'
import type { Measurement } from './benchmarks/benchmark.js'
import { benchmarkCachedRead } from './benchmarks/cached-read.js'
import { benchmarkProductWrite } from './benchmarks/product-write.js'
import { benchmarkReplicationLag } from './benchmarks/replication-lag.js'
import { renderTable } from './report/table.js'

const RESULTS = fileURLToPath(new URL('../../../.local/bench/', import.meta.url))
const ROUNDS = { rounds: 9, secondsPerRound: 2 }
const LAG_SECONDS = 20

const print = (line: string) => process.stdout.write(`${line}\n`)

/** Servers with a region's own settings: commits wait for the disk. */
async function measureRatios(): Promise<Measurement[]> {
  const settings = { fsync: true, full_page_writes: true }
  const region = await createTestRegion({ dedicated: { settings }, migrate: migrateSchema })
  try {
    print('cached product read ...')
    const read = await benchmarkCachedRead(region, ROUNDS)
    print('product write ...')
    return [read, await benchmarkProductWrite(region, ROUNDS)]
  } finally {
    await region.release()
  }
}

async function measureLag(): Promise<Measurement> {
  print('replication lag: start both regions ...')
  const regions = await startTwoRegions({ features: FEATURES })
  try {
    await Promise.all([regions.stack.untilPaired('east'), regions.stack.untilPaired('west')])
    return await benchmarkReplicationLag(regions, LAG_SECONDS)
  } finally {
    await regions.release()
  }
}

try {
  const measurements = [...(await measureRatios()), await measureLag()]
  const measuredAt = new Date().toISOString()
  const machine = { processors: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version }
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, `${measuredAt.slice(0, 19).replaceAll(':', '-')}.json`)
  writeFileSync(file, `${JSON.stringify({ measuredAt, machine, measurements }, null, 2)}\n`)
  print(`\n${renderTable(measurements)}\n\nAll figures: ${file}`)
  process.exitCode = measurements.some(({ met }) => met === false) ? 1 : 0
} catch (error) {
  if (!isBicoastalError(error)) throw error
  process.stderr.write(`${error.message}\n${error.advice}\n`)
  process.exitCode = 2
}
