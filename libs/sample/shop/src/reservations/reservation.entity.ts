import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'
import type { StockLine } from '../stock/stock.js'

/** The states of a reservation, lowest first. */
export const RESERVATION_STATES = ['held', 'returned'] as const

/**
 * What one region took from the stock for an order. Only that region gives it back, in the transaction that sets `returned`, so it
 * is given back once, whoever cancels, wherever and how often.
 */
@Entity('reservations')
@Replicated()
export class Reservation {
  /** Derived from the order and the region: the same order accepted in both regions has one reservation in each. */
  @PrimaryColumn('uuid')
  id!: string

  @Column('uuid')
  @Merge.firstWriteWins({ group: 'facts' })
  orderId!: string

  /** The number of the region that took it. */
  @Column('smallint')
  @Merge.firstWriteWins({ group: 'facts' })
  region!: number

  @Column('jsonb')
  @Merge.firstWriteWins({ group: 'facts' })
  lines!: readonly StockLine[]

  @Column('text', { default: 'held' })
  @Merge.highest(RESERVATION_STATES)
  state!: (typeof RESERVATION_STATES)[number]

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.firstWriteWins({ group: 'facts' })
  createdAt!: Date

  /** Required of every replicated row; reservations are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
