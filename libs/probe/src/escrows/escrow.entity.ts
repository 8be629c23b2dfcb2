import { Merge, Replicated } from '@bicoastal/convergence'
import { exactInteger } from '@bicoastal/database'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A quantity that both regions spend from: what they acknowledge together is never more than was granted. */
@Entity('probe_escrows')
@Replicated()
export class ProbeEscrow {
  @PrimaryColumn('text')
  key!: string

  @Column('bigint', { default: 0, transformer: exactInteger })
  @Merge.escrow()
  value!: number

  /** Required of every replicated row; escrows are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
