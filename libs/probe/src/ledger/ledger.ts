import { randomUUID } from 'node:crypto'
import { Statements } from '@bicoastal/database'
import { IdempotencyKeyReusedError } from '@bicoastal/http'
import { derivedId } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { EntryNotFoundError } from './entry-not-found.error.js'
import { type EntryDocument, type LedgerDocument, MOST_ENTRIES, type NewEntry } from './ledger.schema.js'

interface EntryRow {
  readonly id: string
  readonly account: string
  readonly amount: string
  readonly created_at: Date
}

interface SumRow {
  readonly total: string
  readonly count: string
}

const SHOWN = 'entry.id, entry.account, entry.amount, entry.created_at'

const APPEND = `
  -- In: id, account, amount. Out: the entry; none where the id exists.
  INSERT INTO public.probe_ledger_entries AS entry (id, account, amount) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO NOTHING
  RETURNING ${SHOWN}`

const FIND = `
  -- In: id. Out: the entry, or none.
  SELECT ${SHOWN} FROM public.probe_ledger_entries AS entry WHERE entry.id = $1`

const LIST = `
  -- In: account, how many. Out: its entries, oldest first.
  SELECT ${SHOWN} FROM public.probe_ledger_entries AS entry WHERE entry.account = $1
  ORDER BY entry.created_at, entry.id LIMIT $2`

const SUM = `
  -- In: account. Out: the sum and the number of its entries.
  SELECT coalesce(sum(entry.amount), 0) AS total, count(*) AS count
  FROM public.probe_ledger_entries AS entry WHERE entry.account = $1`

/** The ledger that drills write to. */
@Injectable()
export class Ledger {
  constructor(private readonly statements: Statements) {}

  /**
   * Writes an entry, once for each idempotency key, also when the request is repeated in the other region.
   *
   * @throws IdempotencyKeyReusedError when the key has written something else.
   */
  async append(key: string | undefined, { account, amount }: NewEntry): Promise<EntryDocument> {
    const id = key === undefined ? randomUUID() : derivedId('probe-ledger', key)
    const statement = { name: 'probe-ledger-append', text: APPEND, values: [id, account, amount] }
    const [inserted] = await this.statements.write<EntryRow & Record<string, unknown>>(statement, { idempotent: true })
    const entry = inserted ? document(inserted) : await this.#find(id, true)
    if (entry.account !== account || entry.amount !== amount) throw new IdempotencyKeyReusedError()
    return entry
  }

  /** @throws EntryNotFoundError where it is not in the ledger. */
  show(id: string): Promise<EntryDocument> {
    return this.#find(id, false)
  }

  /** Of an account nobody wrote to, nothing. */
  async list(account: string): Promise<LedgerDocument> {
    const list = { name: 'probe-ledger-list', text: LIST, values: [account, MOST_ENTRIES] }
    const entries = await this.statements.read<EntryRow & Record<string, unknown>>(list)
    const sum = { name: 'probe-ledger-sum', text: SUM, values: [account] }
    const [totals] = await this.statements.read<SumRow & Record<string, unknown>>(sum)
    return {
      account,
      total: Number(totals?.total ?? 0),
      count: Number(totals?.count ?? 0),
      entries: entries.map(document),
    }
  }

  async #find(id: string, own: boolean): Promise<EntryDocument> {
    const statement = { name: 'probe-ledger-find', text: FIND, values: [id] }
    // What was found to exist by a write is on the primary; a replica may not have it yet.
    const [row] = await (own
      ? this.statements.write<EntryRow & Record<string, unknown>>(statement, { idempotent: true })
      : this.statements.read<EntryRow & Record<string, unknown>>(statement))
    if (!row) throw new EntryNotFoundError(id)
    return document(row)
  }
}

function document({ id, account, amount, created_at }: EntryRow): EntryDocument {
  return { id, account, amount: Number(amount), createdAt: created_at.toISOString() }
}
