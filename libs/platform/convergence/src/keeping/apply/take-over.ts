import type { LogPosition } from '@bicoastal/kernel'
import { identityOf, type RowKey } from '../../comparison/row-text.js'
import type { SqlConnection } from '../../install/sql-connection.js'
import type { ReplicatedTable } from '../../model/replicated-table.js'
import { awaitRows } from '../../repair/awaited-rows.js'
import type { Ends } from '../../repair/ends.js'
import type { StreamedKey, StreamedTable } from '../log/change-decoder.js'
import { peekChanges } from '../log/peek-changes.js'
import { appliedPosition } from './applied-position.js'

/** Transactions whose rows this region fetches instead of applying them. */
export interface TakenOver {
  /** Where replication may go on; `null` when the peer has nothing to send. */
  readonly end: LogPosition | null
  readonly transactions: number
  readonly rows: number
}

const BATCH = 500

/**
 * Writes down, as rows to be fetched, what the transactions change that the apply worker is to apply next. Nothing is skipped yet: only
 * `advanceTo` does that. Killed in between, the rows are fetched once too often, which merging does not mind.
 *
 * @param messages whole transactions until there were at least so many messages; 1 for the next transaction alone.
 */
export async function takeOver(
  { region, here, peer }: Ends,
  tables: readonly ReplicatedTable[],
  messages: number,
): Promise<TakenOver> {
  const from = await appliedPosition(here, region)
  const batch = new Batch(here)
  let end: LogPosition | null = null
  let transactions = 0
  for await (const change of peekChanges(peer, { region, from, messages })) {
    if (change.kind === 'row') await batch.add(change.table, rowKeyOf(change.table, change.key, tables))
    if (change.kind === 'commit') {
      end = change.end
      transactions += 1
    }
  }
  await batch.write()
  return { end, transactions, rows: batch.rows }
}

/** The key in the order of the model. Of a table that no release here knows it stays in the order of the stream. */
export function rowKeyOf(table: StreamedTable, key: StreamedKey, tables: readonly ReplicatedTable[]): RowKey {
  const known = tables.find((each) => each.schema === table.schema && each.name === table.name)
  return known === undefined ? [...key.values()] : known.key.map((column) => key.get(column.name) ?? '')
}

/** Rows on their way into the list, each once a batch. */
class Batch {
  rows = 0
  readonly #tables = new Map<string, { readonly table: StreamedTable; readonly keys: Map<string, RowKey> }>()
  #size = 0

  constructor(private readonly here: SqlConnection) {}

  async add(table: StreamedTable, key: RowKey): Promise<void> {
    const name = `${table.schema}.${table.name}`
    const entry = this.#tables.get(name) ?? { table, keys: new Map<string, RowKey>() }
    this.#tables.set(name, entry)
    entry.keys.set(identityOf(key), key)
    this.#size += 1
    if (this.#size >= BATCH) await this.write()
  }

  async write(): Promise<void> {
    for (const { table, keys } of this.#tables.values()) {
      await awaitRows(this.here, table, [...keys.values()])
      this.rows += keys.size
    }
    this.#tables.clear()
    this.#size = 0
  }
}
