import { REGIONS, seconds } from '@bicoastal/kernel'
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
  const { context } = stack
  const both = REGIONS.map((region) => stack.regions[region])
  await Promise.all(both.map((region) => region.open()))
  const between = progress.step('link and global edge', () => Promise.all([stack.link.start(), stack.edge.start()]))
  const regions = both.map((region) => ({ region, infrastructure: startRegionInfrastructure(region, progress) }))
  const paired = regions.map(({ region, infrastructure }) => infrastructure.then(() => untilPaired(region, progress)))
  if (context.settings.infrastructureOnly) return void (await Promise.all([between, ...paired]))
  const prepared = regions.map(async ({ region, infrastructure }) => {
    await infrastructure
    await progress.step(`${region.region}: schema`, () => migrate(context, region.region, 'schema'))
    return region
  })
  const serving = prepared.map(async (ready) => {
    const region = await ready
    await progress.step(`${region.region}: api, worker, relay, keeper`, () => region.startApplications())
  })
  const subscribed = Promise.all([between, ...prepared]).then(() => subscribeBoth(stack, progress))
  // All at once, so that whatever fails first is heard first.
  await Promise.all([between, subscribed, ...paired, ...serving])
  await progress.step('both regions behind the global edge', () =>
    untilServersUp(context.ports.edgeStatistics, ['reads/east', 'reads/west', 'writes/east', 'writes/west']),
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
  for (const region of REGIONS) {
    await progress.step(`${region}: subscribed to its peer`, () => migrate(stack.context, region, 'subscribe'))
  }
}

async function untilPaired(region: RegionStack, progress: BootProgress): Promise<void> {
  await progress.step(`${region.region}: Postgres standby`, () => region.database.untilStandbyStreams(seconds(40)))
}
