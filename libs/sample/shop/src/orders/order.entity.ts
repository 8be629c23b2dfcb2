import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'
import type { Money } from '../money/money.js'

/** The states of an order, lowest first: where two regions disagree, the later one in this list wins. */
export const ORDER_STATES = ['placed', 'paid', 'cancelled', 'shipped'] as const

/** Where an order is on its way. It only climbs: `cancelled` beats `placed` and `paid`, not `shipped`. */
export type OrderState = (typeof ORDER_STATES)[number]

/** One line of an order, with the price of one unit as it was when the order was placed. */
export interface OrderLine {
  readonly productId: string
  readonly quantity: number
  readonly price: Money
}

/**
 * What a customer ordered. All but the state is one group: the same `Idempotency-Key` accepted in both regions at once
 * gives two rows with one id, and the merge takes the whole of the earlier one, never the lines of one with the customer of
 * the other.
 */
@Entity('orders')
@Replicated()
export class Order {
  @PrimaryColumn('uuid')
  id!: string

  /** The subject of the caller who placed it. */
  @Column('text')
  @Merge.firstWriteWins({ group: 'placement' })
  customer!: string

  /** The number of the region that accepted it, and took what it asks for from the stock; `null` in older orders. */
  @Column('smallint', { nullable: true })
  @Merge.firstWriteWins({ group: 'placement' })
  home!: number | null

  @Column('jsonb')
  @Merge.firstWriteWins({ group: 'placement' })
  lines!: OrderLine[]

  @Column('text', { default: 'placed' })
  @Merge.highest(ORDER_STATES)
  state!: OrderState

  /** What the request that placed the order asked for, where it carried an `Idempotency-Key`. */
  @Column('uuid', { nullable: true })
  @Merge.firstWriteWins({ group: 'placement' })
  requestFingerprint!: string | null

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.firstWriteWins({ group: 'placement' })
  createdAt!: Date

  /** Required of every replicated row; orders are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
