import { isStatementTimeoutError } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DatabaseFixture, databaseFixture, notes } from './database-fixture.js'

let fixture: DatabaseFixture

beforeAll(async () => {
  fixture = await databaseFixture({ poolSize: 4, statementTimeout: 300 })
})

afterAll(() => fixture.release())

beforeEach(() => fixture.region.sql.query(`TRUNCATE notes; INSERT INTO notes VALUES (1, 'one')`))

afterEach(() => fixture.edge.restore())

const READ = { name: 'read-note', text: 'SELECT * FROM notes WHERE id = $1', values: [1] }

test('a statement is prepared once on a connection and then only executed', async () => {
  for (let count = 0; count < 5; count += 1)
    expect(await fixture.statements.read(READ)).toEqual([{ id: 1, text: 'one' }])
  const prepared = await fixture.transactions.run(async (manager) => {
    await fixture.statements.within(manager, READ)
    return manager.query(
      `SELECT name, generic_plans + custom_plans AS uses FROM pg_prepared_statements WHERE name = 'read-note'`,
    )
  })
  expect(prepared).toHaveLength(1)
  expect(Number(prepared[0].uses)).toBeGreaterThan(1)
})

test('a statement within a transaction is rolled back with it', async () => {
  const outcome = fixture.transactions.run(async (manager) => {
    await fixture.statements.within(manager, { name: 'add-note', text: `INSERT INTO notes VALUES (2, 'two')` })
    throw new Error('no')
  })
  await expect(outcome).rejects.toThrow('no')
  expect(await notes(fixture)).toHaveLength(1)
})

test('a read goes on when every connection of the pool breaks at once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => fixture.statements.read(READ)))
  fixture.edge.cut()
  const reads = await Promise.all(Array.from({ length: 20 }, () => fixture.statements.read(READ)))
  expect(reads).toHaveLength(20)
})

test('a read is repeated when its connection is ended under it', async () => {
  const slow = { name: 'slow-read', text: `SELECT pg_sleep(0.2), 'done' AS state` }
  const before = await fixture.retries('lost')
  const reading = fixture.statements.read<{ state: string }>(slow)
  const end = `SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'database-test'`
  const options = { awaited: 'the statement to be under way', interval: 5 }
  await eventually(async () => (await fixture.region.sql.query(end)).rows[0]?.ended, options)
  expect((await reading)[0]?.state).toBe('done')
  expect(await fixture.retries('lost')).toBeGreaterThan(before)
})

test('a statement outlives a change of its table', async () => {
  const all = { name: 'all-notes', text: 'SELECT * FROM notes' }
  await fixture.statements.read(all)
  await fixture.region.sql.query('ALTER TABLE notes ADD COLUMN stars integer DEFAULT 5')
  try {
    for (let count = 0; count < 8; count += 1)
      expect(await fixture.statements.read(all)).toEqual([{ id: 1, text: 'one', stars: 5 }])
  } finally {
    await fixture.region.sql.query('ALTER TABLE notes DROP COLUMN stars')
  }
})

test('a statement that takes too long is given up without losing its connection', async () => {
  const outcome = fixture.statements.read({ name: 'too-slow', text: 'SELECT pg_sleep(5)' })
  await expect(outcome).rejects.toSatisfy(isStatementTimeoutError)
  expect(await fixture.statements.read(READ)).toHaveLength(1)
})

describe('a rejected statement', () => {
  test('keeps the code that Postgres gave it, and its connection', async () => {
    const open = fixture.edge.connections
    const outcome = fixture.statements.write({ name: 'duplicate', text: `INSERT INTO notes VALUES (1, 'again')` })
    await expect(outcome).rejects.toMatchObject({ code: '23505' })
    expect(fixture.edge.connections).toBe(open)
  })
})
