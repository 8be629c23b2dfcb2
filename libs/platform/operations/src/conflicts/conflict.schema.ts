import type { Conflict, ConflictingWrite } from '@bicoastal/convergence'
import { text } from '@bicoastal/http'
import { REGIONS } from '@bicoastal/kernel'
import { z } from 'zod'

/** Which conflicts are asked for. */
export const conflictQuery = z.strictObject({
  table: text(1, 63).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: text(1, 200).optional(),
})

const write = z.strictObject({
  values: z.record(z.string(), z.string().nullable()).nullable().meta({ description: 'Null where it was too large.' }),
  version: z.string(),
  region: z.enum(REGIONS).nullable(),
  writtenAt: z.iso.datetime().meta({ description: "By that region's clock." }),
})

/** One conflict as operators see it. */
export const conflictDocument = z.strictObject({
  id: z.uuid(),
  table: z.string(),
  key: z.record(z.string(), z.string()),
  unit: z.string().meta({ description: 'The column, or the group of columns.' }),
  policy: z.string(),
  winner: write,
  loser: write,
  loggedAt: z.iso.datetime(),
  restoredAt: z.iso.datetime().nullable(),
})
export type ConflictDocument = z.output<typeof conflictDocument>

/** A page of them. */
export const conflictPage = z.strictObject({
  conflicts: z.array(conflictDocument),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last one.' }),
})

/** `conflict` as it is sent. */
export function showConflict({
  id,
  table,
  key,
  unit,
  policy,
  winner,
  loser,
  loggedAt,
  restoredAt,
}: Conflict): ConflictDocument {
  return {
    id,
    table,
    key: { ...key },
    unit,
    policy,
    winner: showWrite(winner),
    loser: showWrite(loser),
    loggedAt: loggedAt.toISOString(),
    restoredAt: restoredAt?.toISOString() ?? null,
  }
}

function showWrite({ values, version, region, writtenAt }: ConflictingWrite): ConflictDocument['winner'] {
  return {
    values: values === null ? null : { ...values },
    version: String(version),
    region: region ?? null,
    writtenAt: writtenAt.toISOString(),
  }
}
