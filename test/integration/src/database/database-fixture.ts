import { LazyDataSource, RetryMetrics, Statements, Transactions } from '@bicoastal/database'
import { type TestRegion, createTestRegion } from '@bicoastal/testkit'
import { Registry } from 'prom-client'
import { TcpProxy } from '../faults/tcp-proxy.js'

/** The database library on a real server, behind a proxy as behind the region's edge. */
export interface DatabaseFixture {
  readonly region: TestRegion
  readonly edge: TcpProxy
  readonly dataSource: LazyDataSource
  readonly transactions: Transactions
  readonly statements: Statements
  /** How many times work was repeated, by reason. */
  retries(reason: string): Promise<number>
  release(): Promise<void>
}

/** With a table `notes (id integer primary key, text text)` that the application role owns. */
export async function databaseFixture(
  limits: { poolSize?: number; statementTimeout?: number } = {},
): Promise<DatabaseFixture> {
  const region = await createTestRegion()
  const edge = await TcpProxy.start(region.servers.postgres.port)
  await region.sql.query('CREATE TABLE notes (id integer PRIMARY KEY, text text)')
  await region.sql.query('GRANT ALL ON notes TO bicoastal_app')
  const url = edge.through(region.databaseUrls.application)
  const dataSource = new LazyDataSource({ url, applicationName: 'database-test', entities: [], ...limits })
  await dataSource.initialize()
  const registry = new Registry()
  const metrics = new RetryMetrics(registry)
  return {
    region,
    edge,
    dataSource,
    transactions: new Transactions(dataSource, metrics),
    statements: new Statements(dataSource, metrics),
    retries: async (reason) => {
      const metric = await registry.getSingleMetric('database_retries_total')?.get()
      return metric?.values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0
    },
    release: async () => {
      await dataSource.destroy()
      await edge.stop()
      await region.release()
    },
  }
}

/** What was written. */
export async function notes({ region }: DatabaseFixture): Promise<{ id: number; text: string }[]> {
  return (await region.sql.query('SELECT id, text FROM notes ORDER BY id')).rows
}
