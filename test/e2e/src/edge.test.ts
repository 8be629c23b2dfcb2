import { REGIONS, eventually, peerOf } from '@bicoastal/kernel'
import { ApiClient } from '@bicoastal/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { callerServedBy, clientsOf } from './clients.js'
import { useRegions } from './regions.js'

const regions = await useRegions()

describe.each(REGIONS)('when no api process of %s is left', (region) => {
  afterEach(async () => {
    await regions.stack.startRegion(region)
  })

  test('the global edge serves its callers from the other region, reads and writes', async () => {
    const caller = await callerServedBy(regions, region)
    await Promise.all(['api-1', 'api-2'].map((part) => regions.stack.stopProcess(`${region}/${part}`)))
    const write = await eventually(
      async () => {
        const answer = await caller.put('/probe/registers/edge', { value: 'from the other side' })
        return answer.status === 200 && answer
      },
      { awaited: 'the global edge to send the write to the other region' },
    )
    expect(write.region).toBe(peerOf(region))
    expect(await caller.get('/probe/registers/edge')).toMatchObject({ status: 200, region: peerOf(region) })
  })

  test("the region's own edge says so in the form of every error, with a time to come back", async () => {
    const { [region]: client } = await clientsOf(regions, ['ops'])
    await Promise.all(['api-1', 'api-2'].map((part) => regions.stack.stopProcess(`${region}/${part}`)))
    const answer = await client.get('/probe/registers/edge')
    expect(answer).toMatchObject({ status: 503, body: { status: 503, code: 'region_unavailable' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe.each(['global', ...REGIONS] as const)('the %s edge', (entrance) => {
  test('exposes neither metrics nor its own statistics', async () => {
    const client = new ApiClient(regions.origins[entrance])
    for (const path of ['/metrics', '/stats', '/haproxy?stats', '/;csv']) {
      expect(await client.get(path)).toMatchObject({ status: 404, body: { status: 404 } })
    }
  })
})
