import { Merge, Replicated } from '@bicoastal/convergence'
import { Column, CreateDateColumn, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** The states of a job, lowest first: where two regions disagree, the later one in this list wins. */
export const JOB_STATES = ['queued', 'done', 'failed'] as const

/** Where a job is on its way. It only climbs. */
export type JobState = (typeof JOB_STATES)[number]

/**
 * Work that was promised, in the transaction that promised it. This row is the truth about the job; what lies in Redis
 * only says that somebody should look at it. The row is replicated, so the peer holds the promise, too.
 */
@Entity('jobs')
@Replicated()
export class Job {
  @PrimaryColumn('uuid')
  id!: string

  /** Which handler runs it. */
  @Column('text')
  @Merge.lastWriteWins({ group: 'promise' })
  name!: string

  @Column('jsonb')
  @Merge.lastWriteWins({ group: 'promise' })
  payload!: unknown

  /** The number of the region that has the right to run it. */
  @Column('smallint')
  @Merge.lastWriteWins()
  home!: number

  @Column('text', { default: 'queued' })
  @Merge.highest([...JOB_STATES])
  state!: JobState

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  @Merge.lastWriteWins({ group: 'promise' })
  createdAt!: Date

  /** W3C `traceparent` of the request that promised it, where that was traced. */
  @Column('text', { nullable: true })
  @Merge.lastWriteWins({ group: 'promise' })
  traceParent!: string | null

  /** Why its last attempt failed, for a person; set when the job is `failed`. */
  @Column('text', { nullable: true })
  @Merge.lastWriteWins()
  lastError!: string | null

  /** Required of every replicated row; jobs are never deleted. */
  @DeleteDateColumn({ type: 'timestamptz', precision: 3 })
  deletedAt!: Date | null
}
