import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A value that anyone may overwrite: where two regions disagree, the later write wins. */
@Entity('probe_registers')
@Replicated()
export class Register {
  @PrimaryColumn('text')
  key!: string

  @Column('text')
  @Merge.lastWriteWins()
  value!: string

  /** Required of every replicated row; registers are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
