import type { RegionId } from '@bicoastal/kernel'
import { CREATE_HEARTBEAT_TABLE, HEARTBEAT_TABLE } from '../heartbeat.js'
import { CONFLICTS } from '../conflicts/conflicts-table.js'
import { SKIP_COPY } from '../keeping/copy/skip-copy-function.js'
import { KEEPING_TABLES } from '../keeping/own-tables.js'
import { AHEAD_COLUMNS } from '../publication/ahead-columns.js'
import { replicatedColumnNames } from '../model/bookkeeping.js'
import { columnsOf, type ReplicatedTable } from '../model/replicated-table.js'
import { clockFunctions } from '../sql/clock-functions.js'
import { CONFLICT_FUNCTIONS } from '../sql/conflict-functions.js'
import { COUNTER_FUNCTIONS } from '../sql/counter-functions.js'
import { escrowParts } from '../policies/escrow.js'
import { ESCROW_FUNCTIONS } from '../sql/escrow-functions.js'
import { REFUSE_DELETE } from '../sql/guard-functions.js'
import { mergeFunctions } from '../sql/merge-functions.js'
import { positionFunctions } from '../sql/position-functions.js'
import { SET_FUNCTIONS } from '../sql/set-functions.js'
import type { SqlFunction } from '../sql/sql-function.js'
import { stampFunctions } from '../sql/stamp-functions.js'
import { VECTOR_FUNCTIONS } from '../sql/vector-functions.js'
import { INSTALLATIONS } from './installations.js'
import type { OwnTable } from './own-table.js'
import { PEER_PUBLICATION, RELAY_PUBLICATION } from './publication-names.js'

/** The roles that programs connect as. They must exist; the library grants them what they need and no more. */
export interface InstallRoles {
  /** Reads and writes the developer's columns; bookkeeping columns are closed to it. */
  readonly application: string
  /** Reads whole tables: the peer's subscription copies them, the relay streams them. */
  readonly replication: string
}

/** What a database of a region is to look like. */
export interface InstallOptions {
  readonly region: RegionId
  readonly tables: readonly ReplicatedTable[]
  /** Tables of this region alone, which the application role may use freely. */
  readonly localTables?: readonly TableName[]
  readonly roles: InstallRoles
}

/** A table by name. */
export type TableName = Pick<ReplicatedTable, 'schema' | 'name'>

/** A publication, in parts. `columns: null` publishes every column. */
export interface Publication {
  readonly name: string
  readonly tables: readonly {
    readonly schema: string
    readonly name: string
    readonly columns: readonly string[] | null
  }[]
}

/** Everything the installation owns, in the order in which it must exist. */
export interface DesiredState extends InstallOptions {
  /** Needed by bookkeeping columns and triggers of every table. */
  readonly sharedFunctions: readonly SqlFunction[]
  /** The entities' tables and the library's own. */
  readonly allTables: readonly ReplicatedTable[]
  /** Of the library's own tables, how they are created. */
  readonly createTable: ReadonlyMap<ReplicatedTable, string>
  /** The library's tables that stay in this region. */
  readonly ownTables: readonly OwnTable[]
  readonly tableFunctions: readonly SqlFunction[]
  readonly publications: readonly Publication[]
}

/** What the database of a region is to look like, as a pure function of the model. */
export function desiredState(options: InstallOptions): DesiredState {
  const allTables = [...options.tables, HEARTBEAT_TABLE]
  return {
    ...options,
    sharedFunctions: [
      ...clockFunctions(options.region),
      ...VECTOR_FUNCTIONS,
      ...CONFLICT_FUNCTIONS,
      ...COUNTER_FUNCTIONS,
      ...ESCROW_FUNCTIONS,
      ...SET_FUNCTIONS,
      REFUSE_DELETE,
      SKIP_COPY,
      ...positionFunctions(options.region),
    ],
    allTables,
    createTable: new Map([[HEARTBEAT_TABLE, CREATE_HEARTBEAT_TABLE]]),
    ownTables: [INSTALLATIONS, AHEAD_COLUMNS, CONFLICTS, ...KEEPING_TABLES],
    tableFunctions: allTables.flatMap((table) => [...stampFunctions(table), ...mergeFunctions(table)]),
    publications: [
      // Columns are named, because a column that the peer does not have yet would stop its apply worker.
      {
        name: PEER_PUBLICATION,
        tables: allTables.map((table) => ({
          schema: table.schema,
          name: table.name,
          columns: replicatedColumnNames(table),
        })),
      },
      {
        name: RELAY_PUBLICATION,
        tables: options.tables.map((table) => ({ schema: table.schema, name: table.name, columns: null })),
      },
    ],
  }
}

/** `schema.table` as the catalogue is keyed. */
export function tableKey(table: TableName): string {
  return `${table.schema}.${table.name}`
}

/** Names of the developer's columns, which the application role may write. */
export function writableColumns(table: ReplicatedTable): readonly string[] {
  return columnsOf(table).map((column) => column.name)
}

/**
 * Names of the bookkeeping columns through which the application role hands over rights of an escrow. The stamp trigger takes from such a
 * write only what hands over the own region's rights, and no more than it holds.
 */
export function transferableColumns(table: ReplicatedTable): readonly string[] {
  return table.units.filter((unit) => unit.policy === 'escrow').map((unit) => escrowParts(unit.name))
}
