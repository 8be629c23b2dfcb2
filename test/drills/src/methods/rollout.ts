import { type PublishOutcome, type ReplicatedTable, type SqlConnection, install, publish } from '@bicoastal/convergence'
import { REGIONS, type RegionId, eventually, peerOf, seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import { EXTENDED, tablesNext, tablesNow } from './next-schema.js'

const ROLES = { application: 'bicoastal_app', replication: 'bicoastal_replication' }
const TABLE = `${EXTENDED.schema}.${EXTENDED.table}`

/** Runs `work` on one connection to the database of `region`. */
async function connected<T>(
  regions: TwoRegions,
  region: RegionId,
  work: (connection: SqlConnection) => Promise<T>,
): Promise<T> {
  const client = await regions.sql(region).connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** Brings the schema of the next release into one region, as its `migrate` would: columns, triggers, what may be published. */
export async function expand(regions: TwoRegions, region: RegionId): Promise<PublishOutcome> {
  const tables = await tablesNext()
  await connected(regions, region, async (connection) => {
    await connection.query(`ALTER TABLE ${TABLE} ADD COLUMN IF NOT EXISTS ${EXTENDED.column} text NOT NULL DEFAULT ''`)
    await installAll(connection, region, tables)
  })
  return publishFrom(regions, region, tables)
}

/** Publishes, region by region, until both publish everything of the next release; they may have to wait for each other. */
export async function publishEverything(regions: TwoRegions): Promise<void> {
  const tables = await tablesNext()
  const settled = async () => {
    const outcomes: PublishOutcome[] = []
    for (const region of REGIONS) outcomes.push(await publishFrom(regions, region, tables))
    return outcomes.every(({ ahead, blocked }) => ahead.length + blocked.length === 0)
  }
  await eventually(settled, { awaited: 'both regions to publish the new column', deadline: seconds(60), interval: 200 })
}

/** Stops using the column, and drops it, in both regions; nobody may write meanwhile. Nothing happens where it is not. */
export async function contract(regions: TwoRegions): Promise<void> {
  const tables = await tablesNow()
  const expanded: RegionId[] = []
  for (const region of REGIONS) if (await connected(regions, region, isExpanded)) expanded.push(region)
  for (const region of expanded) await connected(regions, region, unpublish)
  for (const region of expanded) {
    await connected(regions, region, async (connection) => {
      await installAll(connection, region, tables)
      await connection.query(
        `ALTER TABLE ${TABLE} DROP COLUMN IF EXISTS ${EXTENDED.column}, DROP COLUMN IF EXISTS _v_${EXTENDED.column}`,
      )
      await connection.query('DELETE FROM convergence.ahead_columns')
    })
  }
}

async function isExpanded(connection: SqlConnection): Promise<boolean> {
  const column =
    'SELECT FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 AND column_name = $3'
  const { rows } = await connection.query(column, [EXTENDED.schema, EXTENDED.table, EXTENDED.column])
  return rows.length > 0
}

function installAll(connection: SqlConnection, region: RegionId, tables: readonly ReplicatedTable[]) {
  return install(connection, { region, tables, roles: ROLES })
}

function publishFrom(
  regions: TwoRegions,
  region: RegionId,
  tables: readonly ReplicatedTable[],
): Promise<PublishOutcome> {
  return connected(regions, region, (here) =>
    connected(regions, peerOf(region), (peer) => publish({ here, peer }, { region, tables })),
  )
}

/** A publication only ever grows by itself: what a release that is taken back has added, it has to take back by hand. */
async function unpublish(connection: SqlConnection): Promise<void> {
  const { rows } = await connection.query(
    `SELECT string_agg(quote_ident(name), ', ') AS columns
     FROM pg_publication_tables, unnest(attnames) AS name
     WHERE pubname = 'bicoastal' AND schemaname = $1 AND tablename = $2 AND name NOT IN ($3::text, '_v_' || $3::text)`,
    [EXTENDED.schema, EXTENDED.table, EXTENDED.column],
  )
  await connection.query('BEGIN')
  await connection.query(`ALTER PUBLICATION bicoastal DROP TABLE ${TABLE}`)
  await connection.query(`ALTER PUBLICATION bicoastal ADD TABLE ${TABLE} (${String(rows[0]?.['columns'])})`)
  await connection.query('COMMIT')
}
