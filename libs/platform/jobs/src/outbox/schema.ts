import type { Constructor, Feature } from '@bicoastal/kernel'
import { CreateJobs1795305600000 } from '../migrations/create-jobs.migration.js'
import { Job } from './job.entity.js'

/** Every entity of a process with `features`: theirs and the outbox's, in which all of them promise jobs. */
export function entitiesOf(features: readonly Pick<Feature, 'entities'>[]): Constructor[] {
  return [Job, ...features.flatMap(({ entities }) => entities)]
}

/** Every migration of a database with `features`, in the order they run: the outbox's come before theirs. */
export function migrationsOf(features: readonly Pick<Feature, 'migrations'>[]): Constructor[] {
  return [CreateJobs1795305600000, ...features.flatMap(({ migrations }) => migrations)]
}
