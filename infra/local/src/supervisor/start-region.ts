import type { RegionId } from '@bicoastal/kernel'
import type { Stack } from './stack.js'

/** Starts everything of a region that is down, in an order that never waits for its peer. */
export async function startRegion(stack: Stack, region: RegionId): Promise<void> {
  const parts = stack.regions[region]
  await Promise.all([parts.startDatabase(), parts.startCache(), parts.startQueueAndEdge()])
  if (!stack.context.settings.infrastructureOnly) await parts.startApplications()
}
