import { Merge, Replicated } from '@bicoastal/convergence'
import { exactInteger } from '@bicoastal/database'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** How many of a product there are to sell. A product without such a row is not counted, and never out of stock. */
@Entity('product_stocks')
@Replicated()
export class ProductStock {
  @PrimaryColumn('uuid')
  productId!: string

  /** What can still be ordered, in both regions together; each sells only what it has the right to. */
  @Column('bigint', { default: 0, transformer: exactInteger })
  @Merge.escrow()
  available!: number

  /** What orders hold that are neither cancelled nor shipped. */
  @Column('bigint', { default: 0, transformer: exactInteger })
  @Merge.counter()
  reserved!: number

  /** Required of every replicated row; stocks are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
