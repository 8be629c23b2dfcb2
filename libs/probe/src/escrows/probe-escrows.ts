import { Statements, Transactions } from '@bicoastal/database'
import { type EscrowReference, EscrowSpending, type EscrowStanding, Escrows } from '@bicoastal/escrow'
import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'
import { EscrowNotFoundError } from './escrow-not-found.error.js'
import type { EscrowDocument } from './escrow.schema.js'

const BEGIN = `
  -- In: key. Out: none.
  -- Invariant: begins with nothing: what a row is inserted with counts once for both regions, a grant counts each time.
  INSERT INTO public.probe_escrows (key, value) VALUES ($1, 0) ON CONFLICT (key) DO NOTHING`

const GRANT = `
  -- In: key, how much. Out: none.
  UPDATE public.probe_escrows AS escrow SET value = escrow.value + $2 WHERE escrow.key = $1`

/** The escrows that drills grant to and spend from. */
@Injectable()
export class ProbeEscrows {
  constructor(
    private readonly escrows: Escrows,
    private readonly spending: EscrowSpending,
    private readonly transactions: Transactions,
    private readonly statements: Statements,
  ) {}

  /** Grants once, never twice: where it cannot know whether it did, it says so instead of trying again. */
  async grant(key: string, by: number): Promise<EscrowDocument> {
    await this.transactions.run(async (manager: EntityManager) => {
      await this.statements.within(manager, { name: 'probe-escrow-begin', text: BEGIN, values: [key] })
      await this.statements.within(manager, { name: 'probe-escrow-grant', text: GRANT, values: [key, by] })
    })
    return this.read(key)
  }

  /**
   * Spends once, with rights of the other region where this one has not enough.
   *
   * @throws EscrowExhaustedError when neither region has enough; EscrowHeldByPeerError when the other one cannot be asked.
   */
  async spend(key: string, by: number): Promise<EscrowDocument> {
    const standing = await this.spending.run((manager) => this.escrows.spend(manager, referenceTo(key), by))
    return document(key, standing)
  }

  /** @throws EscrowNotFoundError where nothing was ever granted. */
  async read(key: string): Promise<EscrowDocument> {
    const standing = await this.escrows.standing(referenceTo(key))
    if (!standing) throw new EscrowNotFoundError(key)
    return document(key, standing)
  }
}

const referenceTo = (key: string): EscrowReference => ({ table: 'probe_escrows', column: 'value', key: [key] })

function document(key: string, { available, here, peer }: EscrowStanding): EscrowDocument {
  return { key, available, here, peer }
}
