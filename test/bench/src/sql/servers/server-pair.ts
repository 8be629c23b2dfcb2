import { join } from 'node:path'
import { type PostgresHandle, startPostgres } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Client } from 'pg'
import { BENCH_SETTINGS } from './bench-settings.js'

/** A connection to each of two databases of one name. */
export interface DatabasePair {
  readonly publisher: Client
  readonly subscriber: Client
  /** The publisher's database, as its administrator. */
  readonly publisherUrl: string
  readonly subscriberUrl: string
}

/** Two servers, in each of which the databases of a comparison lie side by side. */
export interface ServerPair {
  /** Creates a database of this name in both. The connections end with the servers. */
  createDatabases(name: string): Promise<DatabasePair>
  stop(): Promise<void>
}

/** Two servers of the version that the project runs on. */
export async function startServerPair(): Promise<ServerPair> {
  const directory = temporaryDirectory('bench-postgres')
  const started = await Promise.allSettled(
    ['publisher', 'subscriber'].map((name) =>
      startPostgres({ directory: join(directory, name), settings: BENCH_SETTINGS }),
    ),
  )
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()))
    removeDirectory(directory)
  }
  const [publisher, subscriber] = running
  if (!publisher || !subscriber) {
    await stop()
    throw started.find((outcome) => outcome.status === 'rejected')?.reason
  }
  return pairOf(adminUrl(publisher), adminUrl(subscriber), stop)
}

/** Two running servers, given the address of any database of each. */
export function pairOf(publisherUrl: string, subscriberUrl: string, stop: () => Promise<void>): ServerPair {
  const clients: Client[] = []
  const connect = async (url: string): Promise<Client> => {
    const client = new Client({ connectionString: url, application_name: 'bench' })
    clients.push(client)
    await client.connect()
    return client
  }
  return {
    createDatabases: async (name) => {
      const urls = [publisherUrl, subscriberUrl].map((url) => inDatabase(url, name)) as [string, string]
      for (const url of urls) {
        const maintenance = await connect(inDatabase(url, 'postgres'))
        await maintenance.query(`CREATE DATABASE ${name}`)
      }
      const [publisher, subscriber] = [await connect(urls[0]), await connect(urls[1])]
      // Making a backlog and preparing a table is not what is measured.
      for (const client of [publisher, subscriber]) await client.query('SET synchronous_commit = off')
      return { publisher, subscriber, publisherUrl: urls[0], subscriberUrl: urls[1] }
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.end()))
      await stop()
    },
  }
}

const adminUrl = (server: PostgresHandle): string => server.urls.admin

function inDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
