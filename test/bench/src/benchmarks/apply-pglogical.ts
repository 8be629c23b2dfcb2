import { benchTable } from '../sql/bench-table.js'
import { compareLanes } from '../sql/compare-lanes.js'
import { kindsOf } from '../sql/round.js'
import { debianPostgres, startDebianServerPair } from '../sql/servers/debian-postgres.js'
import { plainLane } from '../sql/servers/plain-lane.js'
import { pglogicalLane } from '../sql/servers/pglogical-lane.js'
import { type ApplyOptions, applyMeasurement } from './apply-throughput.js'
import type { Measurement } from './benchmark.js'

/**
 * For comparison with ours: pglogical with last-update-wins against the native replication of the same PostgreSQL 15. Nothing
 * where Debian's package postgresql-15-pglogical is not installed.
 */
export async function benchmarkPglogical(options: ApplyOptions): Promise<readonly Measurement[]> {
  const binaries = debianPostgres()
  if (binaries === undefined) return []
  const servers = await startDebianServerPair(binaries)
  try {
    const table = benchTable()
    const [plain, pglogical] = [await plainLane(servers, table), await pglogicalLane(servers, table)]
    const compared = await compareLanes(pglogical, plain, kindsOf(table, options.rows), options)
    const against = 'plain native of PostgreSQL 15'
    return compared.map((comparison) => applyMeasurement('pglogical apply', comparison, options, { against }))
  } finally {
    await servers.stop()
  }
}
