import { isTransactionAbortedError, isTransactionConflictError } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DatabaseFixture, databaseFixture, notes } from './database-fixture.js'

let fixture: DatabaseFixture

beforeAll(async () => {
  fixture = await databaseFixture()
})

afterAll(() => fixture.release())

beforeEach(async () => {
  await fixture.region.sql.query(`TRUNCATE notes; INSERT INTO notes VALUES (1, 'one'), (2, 'two')`)
})

/** Two transactions that write the same two rows in opposite order, and wait for each other the first time. */
async function deadlock() {
  const bothStarted = Promise.withResolvers<void>()
  let started = 0
  const attempts = { forth: 0, back: 0 }
  const write = (name: 'forth' | 'back', order: readonly number[]) =>
    fixture.transactions.run(async (manager) => {
      attempts[name] += 1
      const [first, second] = order
      await manager.query('UPDATE notes SET text = text || $2 WHERE id = $1', [first, name])
      started += 1
      if (started === 2) bothStarted.resolve()
      await bothStarted.promise
      await manager.query('UPDATE notes SET text = text || $2 WHERE id = $1', [second, name])
    })
  await Promise.all([write('forth', [1, 2]), write('back', [2, 1])])
  return attempts
}

describe('work is repeated as a whole', () => {
  test('when a deadlock was broken at its expense', async () => {
    const attempts = await deadlock()
    expect([attempts.forth, attempts.back].toSorted()).toEqual([1, 2])
    for (const { text } of await notes(fixture)) {
      expect(text.replace('forth', '').replace('back', '')).toMatch(/^(one|two)$/)
      expect(text).toContain('forth')
      expect(text).toContain('back')
    }
    expect(await fixture.retries('conflict')).toBeGreaterThanOrEqual(1)
  })

  test('when it could not be serialized with others', async () => {
    let attempts = 0
    await fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await manager.query('SELECT * FROM notes')
      if (attempts === 1) await fixture.region.sql.query(`UPDATE notes SET text = 'theirs' WHERE id = 1`)
      await manager.query(`UPDATE notes SET text = text || ' and ours' WHERE id = 1`)
    })
    expect(attempts).toBe(2)
    expect((await notes(fixture))[0]?.text).toBe('theirs and ours')
  })

  test('when its connection was ended before the commit', async () => {
    let attempts = 0
    await fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query(`INSERT INTO notes VALUES (3, 'attempt ${attempts}')`)
      const [{ pid }] = await manager.query('SELECT pg_backend_pid() AS pid')
      if (attempts === 1) await fixture.region.sql.query('SELECT pg_terminate_backend($1, 5000)', [pid])
      await manager.query('SELECT 1')
    })
    expect(attempts).toBe(2)
    expect((await notes(fixture))[2]?.text).toBe('attempt 2')
  })

  test('when its connection broke between its last statement and the commit', async () => {
    let attempts = 0
    await fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query(`INSERT INTO notes VALUES (3, 'attempt ${attempts}')`)
      const runner = manager.queryRunner
      if (attempts === 1) fixture.edge.cut()
      await eventually(() => attempts > 1 || runner?.isReleased, { awaited: 'the break to be noticed', interval: 1 })
    })
    expect(attempts).toBe(2)
    expect((await notes(fixture))[2]?.text).toBe('attempt 2')
  })

  test('but not for ever: a conflict in every attempt is given up, and nothing is written', async () => {
    let attempts = 0
    const outcome = fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query(`INSERT INTO notes VALUES (3, 'lost')`)
      await manager.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`)
    })
    await expect(outcome).rejects.toSatisfy(isTransactionConflictError)
    expect(attempts).toBe(4)
    expect(await notes(fixture)).toHaveLength(2)
  })
})

describe('work is not repeated', () => {
  test('when it throws for a reason of its own; nothing is written', async () => {
    let attempts = 0
    const outcome = fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query(`INSERT INTO notes VALUES (3, 'lost')`)
      throw new RangeError('not enough')
    })
    await expect(outcome).rejects.toThrow(new RangeError('not enough'))
    expect(attempts).toBe(1)
    expect(await notes(fixture)).toHaveLength(2)
  })

  test('when Postgres rejects a statement; the code of the rejection is readable', async () => {
    const outcome = fixture.transactions.run((manager) => manager.query(`INSERT INTO notes VALUES (1, 'again')`))
    await expect(outcome).rejects.toMatchObject({ code: '23505' })
  })
})

test('a caught failure does not pass for a commit', async () => {
  const outcome = fixture.transactions.run(async (manager) => {
    await manager.query(`INSERT INTO notes VALUES (3, 'lost')`)
    await manager.query(`INSERT INTO notes VALUES (1, 'duplicate')`).catch(() => undefined)
    return 'saved'
  })
  await expect(outcome).rejects.toSatisfy(isTransactionAbortedError)
  expect(await notes(fixture)).toHaveLength(2)
})

test('a caught failure in a savepoint does not keep the rest from being committed', async () => {
  await fixture.transactions.run(async (manager) => {
    await manager.query(`INSERT INTO notes VALUES (3, 'kept')`)
    await manager
      .transaction((inner) => inner.query(`INSERT INTO notes VALUES (1, 'duplicate')`))
      .catch(() => undefined)
  })
  expect((await notes(fixture)).map(({ id }) => id)).toEqual([1, 2, 3])
})

test('a connection that its holder leaves in a transaction is not handed on', async () => {
  const runner = fixture.dataSource.createQueryRunner()
  await runner.query('BEGIN')
  const [{ pid }] = await runner.query('SELECT pg_backend_pid() AS pid')
  await runner.release()
  const pids = await Promise.all(
    Array.from({ length: 10 }, () =>
      fixture.statements.read<{ pid: number }>({ name: 'pid', text: 'SELECT pg_backend_pid() AS pid' }),
    ),
  )
  expect(pids.flat().map((row) => row.pid)).not.toContain(pid)
})
