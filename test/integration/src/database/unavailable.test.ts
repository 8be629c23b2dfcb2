import { LazyDataSource, RetryMetrics, Statements, isDatabaseUnavailableError } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type DatabaseFixture, databaseFixture, notes } from './database-fixture.js'

let fixture: DatabaseFixture

beforeAll(async () => {
  fixture = await databaseFixture({ poolSize: 3, statementTimeout: 300 })
})

afterAll(() => fixture.release())

afterEach(() => fixture.edge.restore())

const READ = { name: 'one', text: 'SELECT 1 AS one' }

test('a process starts while the database is away, says so to callers at once, and goes on when it is back', async () => {
  fixture.edge.refuse()
  const url = fixture.edge.through(fixture.region.databaseUrls.application)
  const dataSource = new LazyDataSource({ url, applicationName: 'started-without', entities: [] })
  await dataSource.initialize()
  try {
    const statements = new Statements(dataSource, new RetryMetrics(new Registry()))
    const refused = statements.read(READ)
    await expect(refused).rejects.toSatisfy(isDatabaseUnavailableError)
    await expect(refused).rejects.toMatchObject({ status: 503, retryAfter: 1, code: 'database_unavailable' })
    fixture.edge.restore()
    expect(await statements.read(READ)).toEqual([{ one: 1 }])
  } finally {
    await dataSource.destroy()
  }
})

test('while it is away repositories, transactions and statements all say so in the same words', async () => {
  fixture.edge.refuse()
  const outcomes = [
    fixture.dataSource.query('SELECT 1'),
    fixture.transactions.run((manager) => manager.query('SELECT 1')),
    fixture.statements.write(READ),
  ]
  for (const outcome of outcomes) await expect(outcome).rejects.toSatisfy(isDatabaseUnavailableError)
})

test('a server that answers nothing is given up, and its connections are not used again', async () => {
  await Promise.all([1, 2, 3].map(() => fixture.statements.read(READ)))
  fixture.edge.freeze()
  const startedAt = performance.now()
  const outcome = fixture.transactions.run((manager) => manager.query('SELECT 1'), { attempts: 1 })
  await expect(outcome).rejects.toSatisfy(isDatabaseUnavailableError)
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  fixture.edge.restore()
  expect(await fixture.statements.read(READ)).toEqual([{ one: 1 }])
})

test('a demoted server is left: what it refuses counts as unavailable, and the next attempt finds the new primary', async () => {
  await fixture.region.sql.query('TRUNCATE notes')
  const database = new URL(fixture.region.databaseUrls.admin).pathname.slice(1)
  await fixture.region.sql.query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`)
  fixture.edge.cut()
  const write = { name: 'write', text: `INSERT INTO notes VALUES (1, 'one')` }
  await eventually(() => fixture.edge.connections === 0, { awaited: 'the pool to have dropped its connections' })
  await expect(fixture.statements.write(write)).rejects.toSatisfy(isDatabaseUnavailableError)
  await expect(fixture.dataSource.query(write.text)).rejects.toSatisfy(isDatabaseUnavailableError)
  await fixture.region.sql.query(`ALTER DATABASE ${database} RESET default_transaction_read_only`)
  // Had one read-only connection stayed in the pool of three, one of these would meet it.
  for (let id = 10; id < 16; id += 1) {
    await fixture.statements.write({ name: 'write-id', text: `INSERT INTO notes VALUES ($1, '')`, values: [id] })
  }
  expect(await notes(fixture)).toHaveLength(6)
})
