import { REGIONS, type RegionId } from '@bicoastal/kernel'
import { ApiClient, type TokenRole, type TwoRegions } from '@bicoastal/testkit'

/** One caller at every entrance of the stack. */
export type Clients = Readonly<Record<RegionId | 'global', ApiClient>>

/** Clients of one caller with `roles`, for the global edge and for each region's own. */
export async function clientsOf(regions: TwoRegions, roles: readonly TokenRole[], subject?: string): Promise<Clients> {
  const token = await regions.token({ roles, ...(subject === undefined ? {} : { subject }) })
  const client = (entrance: RegionId | 'global') => new ApiClient(regions.origins[entrance], token)
  return { global: client('global'), east: client('east'), west: client('west') }
}

/** What each region answers to a GET; for expectations about both. */
export async function readEverywhere(clients: Clients, path: string): Promise<{ status: number; body: unknown }[]> {
  const answers = await Promise.all(REGIONS.map((region) => clients[region].get(path)))
  return answers.map(({ status, body }) => ({ status, body }))
}

/** A caller with role `ops` whom the global edge sends to `region`; it spreads callers by their tokens. */
export async function callerServedBy(regions: TwoRegions, region: RegionId): Promise<ApiClient> {
  for (let person = 0; person < 50; person++) {
    const { global } = await clientsOf(regions, ['ops'], `person-${person}`)
    if ((await global.put('/probe/registers/edge', { value: String(person) })).region === region) return global
  }
  throw new Error(`Of 50 callers the global edge sent none to ${region}.`)
}
