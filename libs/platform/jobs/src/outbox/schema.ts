import type { Constructor } from '@bicoastal/kernel'
import { CreateJobs1795305600000 } from '../migrations/create-jobs.migration.js'
import { Job } from './job.entity.js'

/** The entities that every process with jobs registers. */
export const JOBS_ENTITIES: readonly Constructor[] = [Job]

/** The migrations of the outbox, oldest first; they run before those of the features. */
export const JOBS_MIGRATIONS: readonly Constructor[] = [CreateJobs1795305600000]
