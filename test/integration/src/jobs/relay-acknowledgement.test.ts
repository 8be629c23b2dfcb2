import { randomUUID } from 'node:crypto'
import { eventually } from '@bicoastal/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JobsFixture, PATIENCE } from './jobs-fixture.js'

let jobs: JobsFixture

beforeAll(async () => {
  jobs = await JobsFixture.create()
  // Heartbeats would write to the log between the commits that are to lie side by side.
  await jobs.region.sql.query('REVOKE INSERT, UPDATE ON convergence.heartbeat FROM bicoastal_app')
})

afterAll(() => jobs.release())

const INSERT = `INSERT INTO jobs (id, name, payload, home) VALUES ($1, 'leave-effect', '{}', 1)`

async function untilQueued(count: number): Promise<void> {
  await eventually(async () => (await jobs.queued()) === count, {
    awaited: `${count} jobs in the queue`,
    deadline: PATIENCE,
  })
}

/** True when the second commit began exactly where a relay had acknowledged the log before it left. */
async function commitSideBySide(round: number): Promise<boolean> {
  const [first, second] = [await jobs.region.sql.connect(), await jobs.region.sql.connect()]
  try {
    const relay = await jobs.relay('relay-1')
    for (const client of [first, second]) {
      await client.query('BEGIN')
      await client.query(INSERT, [randomUUID()])
    }
    await first.query('COMMIT')
    await untilQueued(2 * round + 1)
    await jobs.untilAcknowledged()
    await relay.stop()
    const { confirmed, end } = await jobs.acknowledged()
    await second.query('COMMIT')
    return confirmed === end
  } finally {
    for (const client of [first, second]) client.release()
  }
}

test('of two transactions whose commits lie side by side in the log, the second is not skipped after a restart', async () => {
  for (let round = 0, met = false; !met; round += 1) {
    expect(round, 'rounds in which Postgres wrote something of its own between the commits').toBeLessThan(5)
    met = await commitSideBySide(round)
    const successor = await jobs.relay('relay-2')
    await untilQueued(2 * round + 2)
    await successor.stop()
  }
})
