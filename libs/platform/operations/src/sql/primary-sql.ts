import type { SqlConnection } from '@bicoastal/convergence'
import { Transactions } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'

/** Runs the functions of `@bicoastal/convergence`, which take any connection, on the region's primary. */
@Injectable()
export class PrimarySql {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Runs `work` in one transaction. It may run several times.
   *
   * @throws what `work` and `Transactions.run` throw.
   */
  run<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return this.transactions.run(async (manager) => {
      const client: SqlConnection | undefined = await manager.queryRunner?.connect()
      if (client === undefined) throw new TypeError('The transaction has no connection.')
      return work(client)
    })
  }
}
