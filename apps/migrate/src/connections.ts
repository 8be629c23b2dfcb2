import { MAINTENANCE_LOCK } from '@bicoastal/convergence'
import { type Milliseconds, eventually, isConditionNotMetError, seconds } from '@bicoastal/kernel'
import { Client } from 'pg'
import { DatabaseUnreachableError } from './database-unreachable.error.js'

/** Which database is meant, and how to reach it. */
export interface DatabaseAddress {
  /** As messages name it: "The database of east". */
  readonly name: string
  readonly url: string
  /** What to do when it does not answer. */
  readonly advice: string
  /** How long to keep trying. */
  readonly patience: Milliseconds
}

/**
 * Runs `work` on a connection and closes it.
 *
 * @throws DatabaseUnreachableError when nothing answers within the patience.
 */
export async function withConnection<T>(address: DatabaseAddress, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(address)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs `work` while no other migration of the same database runs; waits for one that does, and says so by `onWait`. */
export async function exclusively<T>(client: Client, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    MAINTENANCE_LOCK,
  ])
  if (rows[0]?.locked !== true) {
    onWait()
    await client.query('SELECT pg_advisory_lock($1)', [MAINTENANCE_LOCK])
  }
  // The lock is the session's: closing the connection releases it, also when this process dies.
  return await work()
}

async function connect({ name, url, advice, patience }: DatabaseAddress): Promise<Client> {
  try {
    return await eventually(() => attempt(url), { awaited: name, deadline: patience, interval: 250 })
  } catch (error) {
    throw new DatabaseUnreachableError(name, isConditionNotMetError(error) ? error.cause : error, advice)
  }
}

async function attempt(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'migrate',
    connectionTimeoutMillis: seconds(3),
    keepAlive: true,
  })
  // A connection that breaks while nothing runs on it would otherwise end the process without a word; the next statement reports it.
  client.on('error', () => undefined)
  await client.connect()
  return client
}
