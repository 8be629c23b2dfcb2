import { Merge, Replicated } from '@bicoastal/convergence'
import { exactInteger } from '@bicoastal/database'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A number that both regions add to: what each acknowledged is counted once, whatever happened in between. */
@Entity('probe_counters')
@Replicated()
export class Counter {
  @PrimaryColumn('text')
  key!: string

  @Column('bigint', { default: 0, transformer: exactInteger })
  @Merge.counter()
  value!: number

  /** Required of every replicated row; counters are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
