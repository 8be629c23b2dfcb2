import { seconds } from '@bicoastal/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { JobsFixture } from './jobs-fixture.js'

let jobs: JobsFixture

beforeEach(async () => {
  jobs = await JobsFixture.create()
})

afterEach(() => jobs.release())

test('a worker killed between effect and commit loses neither the job nor its single effect', async () => {
  const victim = await jobs.worker('worker-1')
  const id = await jobs.promise({ seconds: 3 })
  await jobs.deliver(id)
  await jobs.untilHandling()
  await victim.kill()
  await jobs.worker('worker-2')
  await jobs.untilState(id, 'done', seconds(40))
  expect(await jobs.effects(id)).toEqual([1])
})

test('a worker that is asked to stop finishes the job it has, and takes no other', async () => {
  const leaving = await jobs.worker('worker-1', { DATABASE_POOL_SIZE: '1' })
  const current = await jobs.promise({ seconds: 1 })
  await jobs.deliver(current)
  await jobs.untilHandling()
  const next = await jobs.promise()
  await jobs.deliver(next)
  expect(await leaving.stop()).toEqual({ code: 0, signal: null })
  expect(await jobs.state(current)).toMatchObject({ state: 'done' })
  expect(await jobs.effects(current)).toEqual([1])
  expect(await jobs.state(next)).toMatchObject({ state: 'queued' })
})

describe('while the database is away', () => {
  test('jobs use up no attempts, and run when it is back', async () => {
    const edge = await TcpProxy.start(jobs.region.servers.postgres.port)
    try {
      await jobs.worker('worker', { DATABASE_URL: edge.through(jobs.region.databaseUrls.application) })
      edge.refuse()
      const id = await jobs.promise()
      await jobs.deliver(id)
      // More than the three attempts of a job in these tests.
      await jobs.untilOutcome('worker', 'leave-effect', 'put-off', 5)
      edge.restore()
      await jobs.untilState(id, 'done')
      expect(await jobs.effects(id)).toEqual([1])
    } finally {
      await edge.stop()
    }
  })

  test('a job whose commit was not answered is looked at again, and its effect stays single', async () => {
    const edge = await TcpProxy.start(jobs.region.servers.postgres.port)
    try {
      await jobs.worker('worker', { DATABASE_URL: edge.through(jobs.region.databaseUrls.application) })
      let cuts = 0
      edge.judge = (data) => {
        if (cuts > 0 || !data.includes('COMMIT')) return 'pass'
        cuts += 1
        return 'cut-on-answer'
      }
      const id = await jobs.promise()
      await jobs.deliver(id)
      await jobs.untilState(id, 'done')
      await jobs.untilIdle()
      expect(cuts).toBe(1)
      expect(await jobs.effects(id)).toEqual([1])
    } finally {
      await edge.stop()
    }
  })
})
