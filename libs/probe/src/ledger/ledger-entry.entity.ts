import { Replicated } from '@bicoastal/convergence'
import { exactInteger } from '@bicoastal/database'
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** A line of a ledger: written once, in either region, and never changed. */
@Entity('probe_ledger_entries')
@Replicated({ appendOnly: true })
export class LedgerEntry {
  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  account!: string

  @Column('bigint', { transformer: exactInteger })
  amount!: number

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date
}
