import { Claim, ClaimJobsModule, CreateClaims1795480000000 } from '@bicoastal/claims'
import type { Feature } from '@bicoastal/kernel'
import { Counter } from './counters/counter.entity.js'
import { ProbeEscrow } from './escrows/escrow.entity.js'
import { LedgerEntry } from './ledger/ledger-entry.entity.js'
import { CreateProbeOfAllPolicies1795480100000 } from './migrations/create-probe-of-all-policies.migration.js'
import { CreateProbe1795391000000 } from './migrations/create-probe.migration.js'
import { ProbeModule } from './probe.module.js'
import { Register } from './registers/register.entity.js'
import { ProbeSet } from './sets/set.entity.js'

/** Rows that drills and canaries drive, one kind for each merge policy. They hold nothing of a customer. */
export const probe: Feature = {
  name: 'probe',
  entities: [Register, Counter, ProbeSet, LedgerEntry, ProbeEscrow, Claim],
  migrations: [CreateProbe1795391000000, CreateClaims1795480000000, CreateProbeOfAllPolicies1795480100000],
  httpModules: [ProbeModule],
  jobModules: [ClaimJobsModule],
  cachedTables: [],
}
