import { uuid } from '@bicoastal/http'
import { z } from 'zod'
import { probeKeySchema } from '../probe-key.js'

/** The most entries that one answer shows. */
export const MOST_ENTRIES = 10_000

const amount = z.int().min(-1_000_000).max(1_000_000)

/** The body of `POST /probe/ledger`. */
export const newEntrySchema = z.strictObject({ account: probeKeySchema, amount })

/** The path of one entry. */
export const entryPathSchema = z.strictObject({ id: uuid() })

/** The query of `GET /probe/ledger`. */
export const ledgerQuerySchema = z.strictObject({ account: probeKeySchema })

/** An entry as callers see it. */
export const entrySchema = z.strictObject({ id: uuid(), account: probeKeySchema, amount, createdAt: z.iso.datetime() })

/** The entries of an account. */
export const ledgerSchema = z.strictObject({
  account: probeKeySchema,
  total: z.int().describe('Of all entries.'),
  count: z.int().describe('Of all entries.'),
  entries: z.array(entrySchema).describe(`Oldest first, at most ${MOST_ENTRIES}.`),
})

/** What a caller writes down. */
export type NewEntry = z.infer<typeof newEntrySchema>

/** Which entry is meant. */
export type EntryPath = z.infer<typeof entryPathSchema>

/** Whose entries are asked for. */
export type LedgerQuery = z.infer<typeof ledgerQuerySchema>

/** An entry as callers see it. */
export type EntryDocument = z.infer<typeof entrySchema>

/** The entries of an account. */
export type LedgerDocument = z.infer<typeof ledgerSchema>
