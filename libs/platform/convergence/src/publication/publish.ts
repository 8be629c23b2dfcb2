import { type Catalogue, readCatalogue } from '../install/catalogue.js'
import type { Change } from '../install/change.js'
import { type Publication, tableKey } from '../install/desired-state.js'
import { LOCK_TIMEOUT } from '../install/install.js'
import { planPublication } from '../install/plan-publications.js'
import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { SqlConnection } from '../install/sql-connection.js'
import { qualified } from '../sql/identifier.js'
import { slotName } from '../subscription/subscription-state.js'
import { goAhead, readAhead } from './ahead-columns.js'
import { type Decision, decide } from './decide.js'
import { type PeerView, readPeer } from './peer-view.js'
import { sendAgain } from './send-again.js'
import { type Published, type UnpublishedColumns, unpublished } from './unpublished.js'

/** The two ends of what a region publishes. */
export interface PublicationEnds {
  /** The region's own database, as the owner of the tables; outside a transaction. */
  readonly here: SqlConnection
  /** The peer's database, as the replication role. */
  readonly peer: SqlConnection
}

/** What was done about columns that were not published. Columns are named `schema.table.column`. */
export interface PublishOutcome {
  readonly changes: readonly Change[]
  /** The peer has no place for them: they are written to in this region alone for now. */
  readonly ahead: readonly string[]
  /** They must not be written to here yet: the peer was first, and what it wrote is on its way. Run it again. */
  readonly blocked: readonly string[]
}

/**
 * Columns and tables that exist here and are not published to the peer; empty in all but the time between two releases.
 */
export async function unpublishedColumns(here: SqlConnection, options: Published): Promise<readonly string[]> {
  return namesOf(unpublished(options, await readCatalogue(here)))
}

/**
 * Publishes what the peer has a place for, in an order in which neither region undoes what the other wrote (see {@link decide}). It only
 * adds: a program of an older release knows less than is published. A second run changes nothing; after a crash it goes on where it was.
 *
 * To be called in each region after its schema was migrated and before programs write to new columns, until nothing is blocked; and
 * again when the peer was migrated, which the keeper does.
 *
 * @throws the database's error; what was done by then stays done.
 */
export async function publish({ here, peer }: PublicationEnds, options: Published): Promise<PublishOutcome> {
  const missing = unpublished(options, await readCatalogue(here))
  const ahead = await readAhead(here)
  // Nothing is new, as almost always: the peer need not even be asked.
  if (missing.length === 0 && ahead.size === 0) return { changes: [], ahead: [], blocked: [] }
  const view = await readPeer(peer)
  const reached = await isReached(peer, options, view)
  const decisions = new Map<string, Decision>()
  for (const { table, columns, wholeTable } of missing) {
    for (const column of columns) {
      const name = `${tableKey(table)}.${column}`
      const decision = decide(name, options.region, wholeTable ? new Set([name]) : ahead, view)
      decisions.set(name, decision === 'follow' && !reached ? 'await peer' : decision)
    }
  }
  const of = (...wanted: readonly Decision[]) =>
    [...decisions].flatMap(([name, decision]) => (wanted.includes(decision) ? [name] : []))
  await goAhead(here, of('go ahead'))
  const changes = await alterPublication(here, options, new Set(of('lead', 'follow')))
  return {
    changes: [...changes, ...(await sendWritten(here, options))],
    ahead: of('go ahead'),
    blocked: of('await peer'),
  }
}

/** Whether everything that the peer had sent when it was looked at is applied here. */
async function isReached(peer: SqlConnection, { region }: Published, { position }: PeerView): Promise<boolean> {
  const { rows } = await peer.query(
    'SELECT confirmed_flush_lsn >= $1::pg_lsn AS reached FROM pg_replication_slots WHERE slot_name = $2',
    [position, slotName(region)],
  )
  return rows[0]?.['reached'] === true
}

/** Publishes `news` besides what is published. */
async function alterPublication(
  here: SqlConnection,
  options: Published,
  news: ReadonlySet<string>,
): Promise<readonly Change[]> {
  if (news.size === 0) return []
  await here.query('BEGIN')
  try {
    const catalogue = await readCatalogue(here)
    const changes = planPublication(widened(catalogue, news), catalogue)
    await awaitWriters(here, options, news)
    for (const change of changes) await here.query(change.sql)
    // Rows that were inserted meanwhile say that their defaults were written; those of a new table are copied as they are.
    const before = publishedColumns(catalogue)
    await goAhead(
      here,
      [...news].filter((name) => before.has(partsOf(name).table)),
    )
    await here.query('COMMIT')
    return changes
  } catch (error) {
    // A connection that broke has rolled back by itself; what matters is why it broke.
    await here.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function publishedColumns({ publications }: Catalogue): Map<string, readonly string[] | null> {
  const installed = publications.find(({ name }) => name === PEER_PUBLICATION)
  return new Map(installed?.tables.map(({ table, columns }) => [table, columns]))
}

function widened(catalogue: Catalogue, news: ReadonlySet<string>): Publication {
  const tables = publishedColumns(catalogue)
  for (const name of news) {
    const { table, column } = partsOf(name)
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  return {
    name: PEER_PUBLICATION,
    tables: [...tables].map(([table, columns]) => {
      const [schema = '', name = ''] = table.split('.')
      return { schema, name, columns }
    }),
  }
}

function partsOf(name: string): { readonly table: string; readonly column: string } {
  const dot = name.lastIndexOf('.')
  return { table: name.slice(0, dot), column: name.slice(dot + 1) }
}

/** A write that began before and is committed after would be sent without the new columns and not be sent again. */
async function awaitWriters(here: SqlConnection, { tables }: Published, news: ReadonlySet<string>): Promise<void> {
  await here.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  for (const table of tables) {
    const isConcerned = [...news].some((name) => name.startsWith(`${tableKey(table)}.`))
    if (isConcerned) await here.query(`LOCK TABLE ${qualified(table.schema, table.name)} IN SHARE MODE`)
  }
}

/** Sends again what was written to columns in which this region is ahead and which are published now. */
async function sendWritten(here: SqlConnection, options: Published): Promise<readonly Change[]> {
  const ahead = await readAhead(here)
  if (ahead.size === 0) return []
  const held = new Set(namesOf(unpublished(options, await readCatalogue(here))))
  const changes: Change[] = []
  for (const { table, columns } of aheadByTable(options, ahead)) {
    const sent = columns.filter((column) => !held.has(`${tableKey(table)}.${column}`))
    if (sent.length === 0) continue
    const change = await sendAgain(here, options.region, { table, columns: sent, wholeTable: false })
    const names = sent.map((column) => `${tableKey(table)}.${column}`)
    await here.query('BEGIN')
    try {
      await here.query(change.sql)
      await here.query('DELETE FROM convergence.ahead_columns WHERE name = ANY($1)', [names])
      await here.query('COMMIT')
    } catch (error) {
      await here.query('ROLLBACK').catch(() => undefined)
      throw error
    }
    changes.push(change)
  }
  return changes
}

function aheadByTable(
  { tables }: Published,
  ahead: ReadonlySet<string>,
): readonly Omit<UnpublishedColumns, 'wholeTable'>[] {
  return tables.map((table) => {
    const prefix = `${tableKey(table)}.`
    const names = [...ahead].filter((name) => name.startsWith(prefix))
    return { table, columns: names.map((name) => name.slice(prefix.length)) }
  })
}

function namesOf(tables: readonly UnpublishedColumns[]): readonly string[] {
  return tables.flatMap(({ table, columns }) => columns.map((column) => `${tableKey(table)}.${column}`))
}
