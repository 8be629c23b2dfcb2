import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** The states of a claim, lowest first. */
export const CLAIM_STATES = ['pending', 'confirmed'] as const

/** Whether the holder of a value is settled. `confirmed` is final: the row will never name anybody else. */
export type ClaimState = (typeof CLAIM_STATES)[number]

/**
 * The right to a value that only one may have, in both regions together. The key is the value itself, so no second row can exist;
 * where both regions let somebody claim it at once, the row names the earlier one from the moment they know of each other.
 */
@Entity('claims')
@Replicated()
export class Claim {
  /** What kind of value it is, such as `customer-email`. */
  @PrimaryColumn('text')
  namespace!: string

  @PrimaryColumn('text')
  value!: string

  /** Who claimed it, as the namespace names them. */
  @Column('text')
  @Merge.firstWriteWins({ group: 'holder' })
  holder!: string

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.firstWriteWins({ group: 'holder' })
  claimedAt!: Date

  @Column('text', { default: 'pending' })
  @Merge.highest(CLAIM_STATES)
  state!: ClaimState

  /** Required of every replicated row; claims are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
