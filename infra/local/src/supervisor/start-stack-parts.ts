import { REGIONS, type RegionId, seconds } from '@bicoastal/kernel'
import { untilServersUp } from '../haproxy/server-status.js'
import { migrate } from '../region/migrations.js'
import type { RegionStack } from '../region/region-stack.js'
import type { BootProgress } from './boot-progress.js'
import type { Stack } from './stack.js'

/**
 * Starts everything, as much at once as depends on nothing. It is ready when both regions answer through the global
 * edge and both standbys stream.
 *
 * @throws whatever the first part that failed throws; the caller stops the rest.
 */
export async function startStackParts(stack: Stack, progress: BootProgress): Promise<void> {
  const both = REGIONS.map((region) => stack.regions[region])
  await Promise.all(both.map((region) => region.open()))
  const between = progress.step('link and global edge', () => Promise.all([stack.link.start(), stack.edge.start()]))
  const regions = both.map((region) => startRegionInfrastructure(region, progress))
  const prepared = both.map(async (region, index) => {
    await regions[index]
    if (stack.context.settings.infrastructureOnly) return
    await progress.step(`${region.region}: schema`, () => migrate(stack.context, region.region, 'schema'))
  })
  const served = both.map(async (region, index) => {
    await prepared[index]
    if (stack.context.settings.infrastructureOnly) return
    await progress.step(`${region.region}: api, worker, relay`, () => region.startApplications())
  })
  await Promise.all([between, ...prepared])
  await Promise.all([subscribeBoth(stack, progress), ...served, ...both.map((region) => untilPaired(region, progress))])
  if (stack.context.settings.infrastructureOnly) return
  await progress.step('both regions behind the global edge', () =>
    untilServersUp(stack.context.ports.edgeStatistics, ['reads/east', 'reads/west', 'writes/east', 'writes/west']),
  )
}

async function startRegionInfrastructure(region: RegionStack, progress: BootProgress): Promise<void> {
  const name = region.region
  await Promise.all([
    progress.step(`${name}: Postgres primary`, () => region.startDatabase()),
    progress.step(`${name}: Redis Cluster`, () => region.startCache()),
    progress.step(`${name}: queue and edge`, () => region.startQueueAndEdge()),
  ])
  await untilServersUp(region.statistics, ['primary/*'])
}

/**
 * One after the other: creating a subscription waits for all transactions of the peer, and so for the peer's own
 * creation of a subscription, which would wait for this one.
 */
async function subscribeBoth(stack: Stack, progress: BootProgress): Promise<void> {
  if (stack.context.settings.infrastructureOnly) return
  for (const region of REGIONS satisfies readonly RegionId[]) {
    await progress.step(`${region}: subscribed to its peer`, () => migrate(stack.context, region, 'subscribe'))
  }
}

async function untilPaired(region: RegionStack, progress: BootProgress): Promise<void> {
  await progress.step(`${region.region}: Postgres standby`, () => region.database.untilStandbyStreams(seconds(40)))
}
