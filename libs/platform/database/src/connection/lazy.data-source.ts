import { DataSource, type ReplicationMode } from 'typeorm'
import { type DataSourceSettings, createDataSourceOptions } from './data-source-options.js'
import type { GuardedQueryRunner } from './guarded.query-runner.js'
import { LazyPostgresDriver } from './lazy-postgres.driver.js'

/** A TypeORM data source that initializes without a server and opens connections on demand. */
export class LazyDataSource extends DataSource {
  override driver: LazyPostgresDriver

  constructor(settings: DataSourceSettings) {
    super(createDataSourceOptions(settings))
    this.driver = new LazyPostgresDriver(this)
  }

  override createQueryRunner(mode: ReplicationMode = 'master'): GuardedQueryRunner {
    // This driver makes no other kind; going through TypeORM's own method gives the runner its entity manager.
    return super.createQueryRunner(mode) as GuardedQueryRunner
  }
}
