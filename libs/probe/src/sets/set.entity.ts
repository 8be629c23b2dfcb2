import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A set that both regions add to and remove from: an addition wins over a removal that did not know of it. */
@Entity('probe_sets')
@Replicated()
export class ProbeSet {
  @PrimaryColumn('text')
  key!: string

  @Column('text', { array: true, default: '{}' })
  @Merge.set()
  elements!: readonly string[]

  /** Required of every replicated row; sets are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
