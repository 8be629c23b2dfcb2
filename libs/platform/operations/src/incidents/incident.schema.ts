import { INCIDENT_KINDS, type Incident, type QuarantinedRow } from '@bicoastal/convergence'
import { z } from 'zod'

/** Which incidents are asked for. */
export const incidentQuery = z.strictObject({
  open: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(true),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

/** How many rows of the quarantine are asked for. */
export const quarantineQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

/** Incidents of replication into this region, the latest first. */
export const incidentList = z.strictObject({
  incidents: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.enum(INCIDENT_KINDS),
      subject: z.string(),
      message: z.string(),
      advice: z.string(),
      detail: z.record(z.string(), z.unknown()),
      occurrences: z.int(),
      detectedAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      healedAt: z.iso.datetime().nullable(),
    }),
  ),
})

/** Rows of the peer that this region cannot hold, the oldest first. Their values are customers' data, and not shown. */
export const quarantineList = z.strictObject({
  rows: z.array(
    z.strictObject({
      table: z.string(),
      key: z.string(),
      code: z.string(),
      reason: z.string(),
      attempts: z.int(),
      since: z.iso.datetime(),
      nextAttemptAt: z.iso.datetime(),
    }),
  ),
})

/** `incident` as it is sent. */
export function showIncident(incident: Incident): z.output<typeof incidentList>['incidents'][number] {
  return {
    ...incident,
    detail: { ...incident.detail },
    detectedAt: incident.detectedAt.toISOString(),
    lastSeenAt: incident.lastSeenAt.toISOString(),
    healedAt: incident.healedAt?.toISOString() ?? null,
  }
}

/** `row` as it is sent. */
export function showQuarantined(row: QuarantinedRow): z.output<typeof quarantineList>['rows'][number] {
  const { table, key, code, reason, attempts, since, nextAttemptAt } = row
  return { table, key, code, reason, attempts, since: since.toISOString(), nextAttemptAt: nextAttemptAt.toISOString() }
}
