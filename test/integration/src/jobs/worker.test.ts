import { randomUUID } from 'node:crypto'
import { REGION_NUMBERS } from '@bicoastal/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JobsFixture } from './jobs-fixture.js'

let jobs: JobsFixture

beforeAll(async () => {
  jobs = await JobsFixture.create()
  await jobs.worker()
})

afterAll(() => jobs.release())

describe('the effect of a job happens once', () => {
  test('when it is delivered once', async () => {
    const id = await jobs.promise()
    await jobs.deliver(id)
    await jobs.untilState(id, 'done')
    expect(await jobs.effects(id)).toEqual([1])
  })

  test('when it is delivered again afterwards', async () => {
    const id = await jobs.promise()
    await jobs.deliver(id)
    await jobs.untilState(id, 'done')
    await jobs.untilIdle()
    await jobs.deliver(id)
    await jobs.untilIdle()
    expect(await jobs.effects(id)).toEqual([1])
  })

  test('when it is delivered before others can see its promise', async () => {
    const id = randomUUID()
    const client = await jobs.region.sql.connect()
    try {
      await client.query('BEGIN')
      await client.query(`INSERT INTO jobs (id, name, payload, home) VALUES ($1, 'leave-effect', '{}', 1)`, [id])
      await jobs.deliver(id)
      await jobs.untilOutcome('worker', 'leave-effect', 'not-visible', 2)
      await client.query('COMMIT')
    } finally {
      client.release(true)
    }
    await jobs.untilState(id, 'done')
    expect(await jobs.effects(id)).toEqual([1])
  })
})

describe('a job that fails', () => {
  test('is tried again, and leaves nothing of the attempts that failed', async () => {
    const id = await jobs.promise({ failures: 2 })
    await jobs.deliver(id)
    await jobs.untilState(id, 'done')
    expect(await jobs.effects(id)).toEqual([3])
  })

  test('in every attempt is failed in the end, with the reason, and leaves no effect', async () => {
    const id = await jobs.promise({ failures: 99 })
    await jobs.deliver(id)
    await jobs.untilState(id, 'failed')
    expect((await jobs.state(id)).last_error).toBe('Error: attempt 3 failed as it was told to')
    expect(await jobs.effects(id)).toEqual([])
    await jobs.untilIdle()
  })

  test('because its payload does not fit says which part does not', async () => {
    const id = await jobs.promise({ seconds: 'many' })
    await jobs.deliver(id)
    await jobs.untilState(id, 'failed')
    expect((await jobs.state(id)).last_error).toContain('seconds:')
  })
})

test('a job that waits for something else is put off as often as it takes, and none of its attempts is used up', async () => {
  const awaited = await jobs.promise()
  const waiting = await jobs.promise({ after: awaited })
  await jobs.deliver(waiting)
  await jobs.untilOutcome('worker', 'leave-effect', 'put-off', 10)
  expect(await jobs.state(waiting)).toEqual({ state: 'queued', last_error: null })
  await jobs.deliver(awaited)
  await jobs.untilState(waiting, 'done')
  expect(await jobs.effects(waiting)).toEqual([1])
  await jobs.untilIdle()
})

test('a job of the peer is not run here, also when it is delivered', async () => {
  const id = await jobs.promise({}, REGION_NUMBERS.west)
  await jobs.deliver(id)
  await jobs.untilIdle()
  expect(await jobs.state(id)).toMatchObject({ state: 'queued' })
  expect(await jobs.effects(id)).toEqual([])
})

test('a job that no handler here knows waits, untouched, for a worker that does', async () => {
  const id = await jobs.promise()
  await jobs.region.sql.query(`UPDATE jobs SET name = 'of-the-future' WHERE id = $1`, [id])
  await jobs.deliver(id, 'of-the-future')
  await jobs.untilOutcome('worker', 'of-the-future', 'unknown')
  expect(await jobs.state(id)).toEqual({ state: 'queued', last_error: null })
  expect(await jobs.queued()).toBe(1)
})
