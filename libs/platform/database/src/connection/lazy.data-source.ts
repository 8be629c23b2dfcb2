import { DataSource } from 'typeorm'
import { type DataSourceSettings, createDataSourceOptions } from './data-source-options.js'
import { LazyPostgresDriver } from './lazy-postgres.driver.js'

/** A TypeORM data source that initializes without a server and opens connections on demand. */
export class LazyDataSource extends DataSource {
  override driver: LazyPostgresDriver

  constructor(settings: DataSourceSettings) {
    super(createDataSourceOptions(settings))
    this.driver = new LazyPostgresDriver(this)
  }
}
