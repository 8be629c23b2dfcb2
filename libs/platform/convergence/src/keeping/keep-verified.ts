import { type Milliseconds, peerOf } from '@bicoastal/kernel'
import type { Sides } from '../comparison/sides.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import type { Ends } from '../repair/ends.js'
import { repairRegions } from '../repair/repair-regions.js'
import { isPositionNotReachedError } from '../verify/position-not-reached.error.js'
import type { Verification } from '../verify/verification.js'
import { verifyRegions } from '../verify/verify-regions.js'
import { divergence, futureVersions } from './faults.js'
import { healIncidents, reportIncident } from './incidents.js'
import {
  AFTER_REPAIR,
  beginVerification,
  finishVerification,
  requestVerification,
  type VerificationRecord,
} from './verifications.js'

/**
 * Carries out the oldest comparison that is asked for, with its repair, and reports what it finds. Resolves to it, or to `null` when none is.
 * A repair that found something is followed by another comparison. Only the region's one active keeper may call it.
 *
 * @throws the database's error when a connection breaks; the comparison is begun again then.
 */
export async function keepVerified(
  ends: Ends,
  tables: readonly ReplicatedTable[],
  patience: Milliseconds,
): Promise<VerificationRecord | null> {
  const request = await beginVerification(ends.here)
  if (request === null) return null
  try {
    const report = await compare(ends, tables, patience, request.repairs)
    await finishVerification(ends.here, request.id, { report })
    await reportFindings(ends, report)
    // More than can be followed up at once; what does not fit is not asked for again and again.
    const isPart = report.tables.some((table) => table.unsettled > 0)
    if (request.repairs && !report.equal && (isPart || request.reason !== AFTER_REPAIR)) {
      await requestVerification(ends.here, { reason: AFTER_REPAIR, repairs: true })
    }
    return { ...request, report }
  } catch (error) {
    if (!isPositionNotReachedError(error)) throw error
    const failure = error.message
    await finishVerification(ends.here, request.id, { failure })
    return { ...request, failure }
  }
}

async function compare(
  ends: Ends,
  tables: readonly ReplicatedTable[],
  patience: Milliseconds,
  repairs: boolean,
): Promise<Verification> {
  if (repairs) return await repairRegions(ends, tables, patience)
  const sides = { [ends.region]: ends.here, [peerOf(ends.region)]: ends.peer } as unknown as Sides
  return await verifyRegions(sides, tables, { patience })
}

async function reportFindings({ here }: Ends, report: Verification): Promise<void> {
  for (const { table, differing } of report.tables) {
    if (differing > 0) await reportIncident(here, divergence(table, report))
    else await healIncidents(here, 'divergence', table)
  }
  if (report.future.length > 0) await reportIncident(here, futureVersions(report))
  else await healIncidents(here, 'future_version')
}
