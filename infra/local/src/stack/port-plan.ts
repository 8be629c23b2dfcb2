import { REGIONS, type RegionId } from '@bicoastal/kernel'

/** A Postgres node of a region. Which of the two is the primary changes over time. */
export const NODES = ['a', 'b'] as const

/** The name of a Postgres node within its region. */
export type NodeName = (typeof NODES)[number]

/** The ports of one region. */
export interface RegionPorts {
  /** HTTP, as callers of this region use it. */
  readonly edge: number
  readonly edgeStatistics: number
  readonly postgres: Readonly<Record<NodeName, number>>
  /** Patroni's REST interface of each node. */
  readonly postgresRest: Readonly<Record<NodeName, number>>
  /** Leads to whichever node is the primary. */
  readonly postgresWrites: number
  /** Leads to the standby, to the primary when there is none. */
  readonly postgresReads: number
  readonly cache: readonly number[]
  readonly cacheBus: readonly number[]
  readonly queue: number
  readonly api: readonly number[]
  readonly apiMetrics: readonly number[]
  readonly workerMetrics: number
  readonly relayMetrics: number
  readonly keeperMetrics: number
  /** Leads through the link to the peer's `postgresWrites`. */
  readonly linkToPostgres: number
  /** Leads through the link to the peer's `edge`. */
  readonly linkToEdge: number
}

/** Every port of a stack. */
export interface PortPlan {
  readonly edge: number
  readonly edgeStatistics: number
  readonly regions: Readonly<Record<RegionId, RegionPorts>>
}

/** The ports of the stack that is moved by `offset`, which lets any number of stacks run side by side. */
export function portPlan(offset: number): PortPlan {
  return {
    edge: 8080 + offset,
    edgeStatistics: 8084 + offset,
    regions: { east: regionPorts(8100 + offset, 8081 + offset), west: regionPorts(8200 + offset, 8082 + offset) },
  }
}

function regionPorts(base: number, edge: number): RegionPorts {
  return {
    edge,
    edgeStatistics: base + 60,
    postgres: { a: base, b: base + 1 },
    postgresWrites: base + 2,
    postgresReads: base + 3,
    postgresRest: { a: base + 4, b: base + 5 },
    cache: [base + 10, base + 11, base + 12],
    queue: base + 13,
    cacheBus: [base + 20, base + 21, base + 22],
    api: [base + 30, base + 31],
    apiMetrics: [base + 40, base + 41],
    workerMetrics: base + 42,
    relayMetrics: base + 43,
    keeperMetrics: base + 44,
    linkToPostgres: base + 50,
    linkToEdge: base + 51,
  }
}

/** A port and the part that listens on it. */
export interface PortUse {
  readonly part: string
  readonly port: number
}

/** Which part of the stack listens on which port; each port once. */
export function portUses(plan: PortPlan): PortUse[] {
  const uses: PortUse[] = [
    { part: 'global/edge', port: plan.edge },
    { part: 'global/edge', port: plan.edgeStatistics },
  ]
  for (const region of REGIONS) uses.push(...regionPortUses(region, plan.regions[region]))
  return uses
}

function regionPortUses(region: RegionId, ports: RegionPorts): PortUse[] {
  const use = (part: string, ...used: readonly number[]) => used.map((port) => ({ part: `${region}/${part}`, port }))
  return [
    ...use('edge', ports.edge, ports.edgeStatistics, ports.postgresWrites, ports.postgresReads),
    ...NODES.flatMap((node) => use(`postgres-${node}`, ports.postgres[node], ports.postgresRest[node])),
    ...ports.cache.flatMap((port, index) => use(`cache-${index + 1}`, port, ports.cacheBus[index] as number)),
    ...use('queue', ports.queue),
    ...ports.api.flatMap((port, index) => use(`api-${index + 1}`, port, ports.apiMetrics[index] as number)),
    ...use('worker', ports.workerMetrics),
    ...use('relay', ports.relayMetrics),
    ...use('keeper', ports.keeperMetrics),
    { part: 'link', port: ports.linkToPostgres },
    { part: 'link', port: ports.linkToEdge },
  ]
}
