import { RequestSession, inSession, isCommitOutcomeUnknownError } from '@bicoastal/database'
import { eventually } from '@bicoastal/kernel'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '../faults/tcp-proxy.js'
import { type DatabaseFixture, databaseFixture, notes } from './database-fixture.js'

let fixture: DatabaseFixture

beforeAll(async () => {
  fixture = await databaseFixture()
})

afterAll(() => fixture.release())

beforeEach(() => fixture.region.sql.query('TRUNCATE notes'))

afterEach(() => fixture.edge.restore())

/** Cuts the connection at the first message that contains `text`. */
function cutOnce(text: string, verdict: Verdict): void {
  let armed = true
  fixture.edge.judge = (data) => {
    if (!armed || !data.includes(text)) return 'pass'
    armed = false
    return verdict
  }
}

function insert(options: { idempotent: boolean }) {
  const work = { attempts: 0 }
  const outcome = fixture.transactions.run(async (manager) => {
    work.attempts += 1
    await manager.query(`INSERT INTO notes VALUES (1, 'attempt ${work.attempts}') ON CONFLICT DO NOTHING`)
  }, options)
  return { work, outcome }
}

describe.each<[string, Verdict, number]>([
  ['was carried out, unknown to us', 'cut-on-answer', 1],
  ['never arrived', 'cut-before', 0],
])('a commit that %s', (_name, verdict, written) => {
  test('is not repeated, and is reported as unknown', async () => {
    cutOnce('COMMIT', verdict)
    const { work, outcome } = insert({ idempotent: false })
    await expect(outcome).rejects.toSatisfy(isCommitOutcomeUnknownError)
    expect(work.attempts).toBe(1)
    expect(await notes(fixture)).toHaveLength(written)
  })

  test('is repeated when the work is idempotent, and takes effect once', async () => {
    cutOnce('COMMIT', verdict)
    const { work, outcome } = insert({ idempotent: true })
    await outcome
    expect(work.attempts).toBe(2)
    expect(await notes(fixture)).toEqual([{ id: 1, text: written === 1 ? 'attempt 1' : 'attempt 2' }])
  })

  test('of a single statement still bounds what the session has seen, because somebody will look for it', async () => {
    cutOnce('write-note', verdict)
    const session = new RequestSession({ token: undefined, strict: false, durability: 'local' })
    const statement = { name: 'write-note', text: `INSERT INTO notes VALUES (1, 'once')` }
    const outcome = inSession(session, () => fixture.statements.write(statement))
    await expect(outcome).rejects.toSatisfy(isCommitOutcomeUnknownError)
    expect(session.touchedPrimary).toBe(true)
  })

  test('of a single statement is reported as unknown', async () => {
    cutOnce('write-note', verdict)
    const outcome = fixture.statements.write({ name: 'write-note', text: `INSERT INTO notes VALUES (1, 'once')` })
    await expect(outcome).rejects.toSatisfy(isCommitOutcomeUnknownError)
    expect(await notes(fixture)).toHaveLength(written)
  })
})

async function endCommittingBackend(): Promise<void> {
  const end = `
    SELECT pg_terminate_backend(pid, 5000) AS ended
    FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'`
  await eventually(async () => (await fixture.region.sql.query(end)).rows[0]?.ended, {
    awaited: 'the commit to be under way',
  })
}

test('a backend that is ended while it commits leaves the outcome unknown', async () => {
  await fixture.region.sql.query(`
    CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION slow_commit()`)
  try {
    const { outcome } = insert({ idempotent: false })
    await Promise.all([expect(outcome).rejects.toSatisfy(isCommitOutcomeUnknownError), endCommittingBackend()])
    expect(await notes(fixture)).toEqual([])
  } finally {
    await fixture.region.sql.query('DROP TRIGGER slow ON notes; DROP FUNCTION slow_commit')
  }
})

test('an error that Postgres reports about the commit itself means that nothing is written', async () => {
  await fixture.region.sql.query(`
    ALTER TABLE notes ADD CONSTRAINT unique_text UNIQUE (text) DEFERRABLE INITIALLY DEFERRED`)
  try {
    const outcome = fixture.transactions.run((manager) =>
      manager.query(`INSERT INTO notes VALUES (1, 'same'), (2, 'same')`),
    )
    await expect(outcome).rejects.toMatchObject({ code: '23505' })
    expect(await notes(fixture)).toEqual([])
  } finally {
    await fixture.region.sql.query('ALTER TABLE notes DROP CONSTRAINT unique_text')
  }
})
