import type { RegionId } from '@bicoastal/kernel'
import type { Passwords } from '../postgres/roles.js'
import type { SupervisionRecords } from '../supervision/supervised-program.js'
import type { PortPlan } from './port-plan.js'
import type { StackFiles } from './stack-files.js'

/** What a stack is started with. */
export interface StackSettings {
  readonly directory: string
  readonly portOffset: number
  /** Environment variables given to api, worker, relay and keeper on top of what the stack decides. They win. */
  readonly environment: Readonly<Record<string, string>>
  /** Only databases, caches, queues, edges and the link: no migrations, no applications. */
  readonly infrastructureOnly: boolean
}

/** What every part of a stack is made from. */
export interface StackContext {
  readonly settings: StackSettings
  readonly files: StackFiles
  readonly ports: PortPlan
  readonly passwords: Readonly<Record<RegionId, Passwords>>
  /** Known to both regions and to nobody else. */
  readonly peerSecret: string
  readonly records: SupervisionRecords
}
