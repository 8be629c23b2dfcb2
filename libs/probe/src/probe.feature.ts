import type { Feature } from '@bicoastal/kernel'
import { Counter } from './counters/counter.entity.js'
import { CreateProbe1795391000000 } from './migrations/create-probe.migration.js'
import { ProbeModule } from './probe.module.js'
import { Register } from './registers/register.entity.js'

/** Rows that drills and canaries drive, one kind for each merge policy. They hold nothing of a customer. */
export const probe: Feature = {
  name: 'probe',
  entities: [Register, Counter],
  migrations: [CreateProbe1795391000000],
  httpModules: [ProbeModule],
  jobModules: [],
  cachedTables: [],
}
