import { REGIONS, type RegionId } from '@bicoastal/kernel'
import type { DatabaseState } from '../database/failover-table.js'
import type { NodeName, PortPlan } from '../stack/port-plan.js'
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../stack/signing-keys.js'
import type { StackContext } from '../stack/stack-context.js'

/** What a stack as a whole is doing. */
export type StackPhase = 'starting' | 'ready' | 'stopping'

/** What a stack says about itself at `GET /`. */
export interface StackInfo {
  readonly phase: StackPhase
  /** The supervisor. */
  readonly pid: number
  readonly directory: string
  readonly portOffset: number
  readonly infrastructureOnly: boolean
  /** Where callers go: the global edge, and the edge of each region. */
  readonly urls: { readonly edge: string } & Readonly<Record<RegionId, string>>
  readonly ports: PortPlan
  /** Files with secrets; their contents never leave the directory. */
  readonly secrets: {
    readonly publicKeys: string
    readonly privateKey: string
    readonly passwords: Readonly<Record<RegionId, string>>
  }
  readonly token: { readonly issuer: string; readonly audience: string }
}

/** The database of one region, as `GET /databases` shows it. */
export interface DatabaseInfo {
  readonly state: DatabaseState
  readonly primary: NodeName
}

const url = (port: number) => `http://127.0.0.1:${port}`

/** Describes the stack of `context`. */
export function stackInfo({ settings, files, ports }: StackContext, phase: StackPhase): StackInfo {
  const { east, west } = ports.regions
  const passwords = Object.fromEntries(REGIONS.map((region) => [region, files.passwords(region)]))
  return {
    phase,
    pid: process.pid,
    directory: settings.directory,
    portOffset: settings.portOffset,
    infrastructureOnly: settings.infrastructureOnly,
    urls: { edge: url(ports.edge), east: url(east.edge), west: url(west.edge) },
    ports,
    secrets: {
      publicKeys: files.publicKeys,
      privateKey: files.privateKey,
      passwords: passwords as Record<RegionId, string>,
    },
    token: { issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE },
  }
}
