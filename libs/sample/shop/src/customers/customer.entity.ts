import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/**
 * Somebody who buys. Whether the e-mail is theirs is not said here: that is what the claim on it says, in one place for both
 * regions. Registration is one group: the same `Idempotency-Key` accepted in both regions is one registration, the earlier.
 */
@Entity('customers')
@Replicated()
export class Customer {
  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  @Merge.firstWriteWins({ group: 'registration' })
  email!: string

  @Column('text')
  name!: string

  /** The subject of the caller who registered them. */
  @Column('text')
  @Merge.firstWriteWins({ group: 'registration' })
  registeredBy!: string

  /** What the request that registered them asked for, where it carried an `Idempotency-Key`. */
  @Column('uuid', { nullable: true })
  @Merge.firstWriteWins({ group: 'registration' })
  requestFingerprint!: string | null

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.firstWriteWins({ group: 'registration' })
  createdAt!: Date

  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
