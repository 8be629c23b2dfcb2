import { Injectable } from '@nestjs/common'
import { Gauge, Registry } from 'prom-client'
import { LazyDataSource } from '../connection/lazy.data-source.js'

/** Shows the pool as it is when metrics are read; callers that wait for a connection are what saturation looks like. */
@Injectable()
export class PoolMetrics {
  constructor(dataSource: LazyDataSource, registry: Registry) {
    const gauge: Gauge<'state'> = new Gauge({
      name: 'database_pool_connections',
      help: 'Connections of the pool in use and idle, and callers waiting for one',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { pool } = dataSource.driver
        gauge.set({ state: 'in_use' }, pool.totalCount - pool.idleCount)
        gauge.set({ state: 'idle' }, pool.idleCount)
        gauge.set({ state: 'waiting' }, pool.waitingCount)
      },
    })
  }
}
