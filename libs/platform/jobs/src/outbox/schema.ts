import type { Constructor, Feature } from '@bicoastal/kernel'
import { CreateJobs1795305600000 } from '../migrations/create-jobs.migration.js'
import { Job } from './job.entity.js'

/** Every entity of a process with `features`: theirs, each once, and the outbox's, in which all of them promise jobs. */
export function entitiesOf(features: readonly Pick<Feature, 'entities'>[]): Constructor[] {
  return [...new Set([Job, ...features.flatMap(({ entities }) => entities)])]
}

/** Every migration of a database with `features`, each once: the outbox's come before theirs. */
export function migrationsOf(features: readonly Pick<Feature, 'migrations'>[]): Constructor[] {
  return [...new Set([CreateJobs1795305600000, ...features.flatMap(({ migrations }) => migrations)])]
}
