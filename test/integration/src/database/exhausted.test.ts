import { isDatabaseUnavailableError } from '@bicoastal/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DatabaseFixture, databaseFixture, notes } from './database-fixture.js'

let fixture: DatabaseFixture

beforeAll(async () => {
  fixture = await databaseFixture()
  await fixture.region.sql.query(`
    -- In: nothing. Out: the error of a disk that is full. Invariant: nothing is written.
    CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE CONSTRAINT TRIGGER full_at_commit AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.text = 'refused at commit') EXECUTE FUNCTION disk_is_full();
    CREATE TRIGGER full_at_once BEFORE INSERT ON notes
      FOR EACH ROW WHEN (NEW.text = 'refused at once') EXECUTE FUNCTION disk_is_full();
  `)
})

afterAll(() => fixture.release())

test.each(['refused at once', 'refused at commit'])(
  'a write that a full disk %s is told as unavailable, not repeated here, and written nowhere',
  async (text) => {
    let attempts = 0
    const outcome = fixture.transactions.run(async (manager) => {
      attempts += 1
      await manager.query('INSERT INTO notes VALUES (1, $1)', [text])
    })
    await expect(outcome).rejects.toSatisfy(isDatabaseUnavailableError)
    expect(attempts).toBe(1)
    expect((await notes(fixture)).filter((note) => note.text === text)).toEqual([])
  },
)
