import { install, UnmetPrerequisitesError } from '@bicoastal/convergence'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureInstallation, type RegionServer, startRegionServer } from './fixtures/region-server.js'

let server: RegionServer

beforeAll(async () => {
  server = await startRegionServer('east')
  await server.sql.query('CREATE TABLE colors (name text PRIMARY KEY)')
})
afterAll(() => server?.stop())

/** What the installation refuses after `change`, which is undone. */
async function refusalAfter(change: string, undo: string): Promise<string> {
  await server.sql.query(change)
  const refusal: unknown = await install(server.sql, await fixtureInstallation('east')).catch((error: unknown) => error)
  await server.sql.query(undo)
  return refusal instanceof UnmetPrerequisitesError ? refusal.message : 'nothing'
}

test.each([
  [
    'a secondary unique index',
    'CREATE UNIQUE INDEX one_title ON listings (lower(title), weight)',
    'DROP INDEX one_title',
    /one_title keeps \(weight\) unique.*use a claim/,
  ],
  [
    'an exclusion constraint',
    'ALTER TABLE listings ADD CONSTRAINT one_stage EXCLUDE USING btree (stage WITH =)',
    'ALTER TABLE listings DROP CONSTRAINT one_stage',
    /one_stage keeps \(stage\) unique/,
  ],
  [
    'a default from a sequence',
    'CREATE SEQUENCE numbers; ALTER TABLE listings ALTER stage SET DEFAULT nextval($$numbers$$)',
    'ALTER TABLE listings ALTER stage DROP DEFAULT; DROP SEQUENCE numbers',
    /stage is filled by a sequence.*Use a UUID/,
  ],
  [
    'a foreign key to a table of one region',
    'ALTER TABLE labels ADD CONSTRAINT known_color FOREIGN KEY (color) REFERENCES colors',
    'ALTER TABLE labels DROP CONSTRAINT known_color',
    /known_color refers to public.colors, which is not replicated/,
  ],
  [
    'a foreign key that deletes',
    'ALTER TABLE labels ADD id uuid REFERENCES listings ON DELETE CASCADE',
    'ALTER TABLE labels DROP id',
    /labels_id_fkey deletes or changes rows on its own/,
  ],
  [
    'a check over columns that merge separately',
    'ALTER TABLE listings ADD CONSTRAINT related CHECK (title <> street)',
    'ALTER TABLE listings DROP CONSTRAINT related',
    /related relates columns that merge separately \(street, title\)/,
  ],
  [
    'a limit on a counter',
    'ALTER TABLE listings ADD CONSTRAINT limited CHECK (likes >= 0)',
    'ALTER TABLE listings DROP CONSTRAINT limited',
    /limited limits the counter likes.*escrow/,
  ],
])('refuses %s that a migration put into the database, and says what to do', async (_what, change, undo, expected) => {
  expect(await refusalAfter(change, undo)).toMatch(expected)
  expect(await install(server.sql, await fixtureInstallation('east'))).toEqual([])
})

test.each([
  ['a check within one group', 'ALTER TABLE listings ADD CONSTRAINT fine CHECK (amount >= 0 AND currency <> $$$$)'],
  [
    'a foreign key among replicated tables',
    'ALTER TABLE listings ADD CONSTRAINT fine FOREIGN KEY (id) REFERENCES listings',
  ],
  ['a unique index that repeats the key', 'CREATE UNIQUE INDEX fine ON labels (name, owner)'],
])('takes %s', async (what, change) => {
  const undo = what.startsWith('a unique') ? 'DROP INDEX fine' : 'ALTER TABLE listings DROP CONSTRAINT fine'
  expect(await refusalAfter(change, undo)).toBe('nothing')
})
