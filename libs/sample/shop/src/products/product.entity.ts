import { Merge, Replicated } from '@bicoastal/convergence'
import { exactInteger } from '@bicoastal/database'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** Something a merchant sells. Every column merges on its own, so concurrent edits of name and price both survive. */
@Entity('products')
@Replicated()
export class Product {
  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  name!: string

  @Column('text')
  description!: string

  /**
   * In minor units of `currency`. One group with it: a merge never pairs the amount of one edit with the currency of
   * another.
   */
  @Column('bigint', { transformer: exactInteger })
  @Merge.lastWriteWins({ group: 'price' })
  amount!: number

  @Column('text')
  @Merge.lastWriteWins({ group: 'price' })
  currency!: string

  @Column('bigint', { default: 0, transformer: exactInteger })
  @Merge.counter()
  likes!: number

  /** What it is found by; what one region adds while the other removes it stays. */
  @Column('text', { array: true, default: '{}' })
  @Merge.set()
  tags!: readonly string[]

  /** What the request that created the product asked for, where it carried an `Idempotency-Key`. */
  @Column('uuid', { nullable: true })
  @Merge.lastWriteWins({ group: 'creation' })
  requestFingerprint!: string | null

  /** In milliseconds, as JavaScript counts, so that a cursor names exactly one instant. */
  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.lastWriteWins({ group: 'creation' })
  createdAt!: Date

  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
