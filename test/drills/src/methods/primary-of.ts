import type { RegionId } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

/** The name of the part that is the primary of a region's database now, such as `west/postgres-a`. */
export async function primaryOf(regions: TwoRegions, region: RegionId): Promise<string> {
  return `${region}/postgres-${(await regions.stack.databases())[region].primary}`
}
