import type { Catalogue } from '../install/catalogue.js'
import { desiredState, type InstallOptions, tableKey } from '../install/desired-state.js'
import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { ReplicatedTable } from '../model/replicated-table.js'

/** Columns of one table that exist here and are not published yet. */
export interface UnpublishedColumns {
  readonly table: ReplicatedTable
  /** With the bookkeeping columns. */
  readonly columns: readonly string[]
  /** Nothing of the table is published: a subscription that learns of it copies all its rows. */
  readonly wholeTable: boolean
}

/** What a region publishes, as far as it concerns its peer. */
export type Published = Pick<InstallOptions, 'region' | 'tables'>

/** What of the model the database does not publish to the peer. Everything, where there is no publication yet. */
export function unpublished(options: Published, catalogue: Catalogue): readonly UnpublishedColumns[] {
  // Publications do not depend on roles.
  const desired = desiredState({ ...options, roles: { application: '', replication: '' } })
  const wanted = desired.publications.find(({ name }) => name === PEER_PUBLICATION)
  const installed = catalogue.publications.find(({ name }) => name === PEER_PUBLICATION)
  return desired.allTables.flatMap((table) => {
    const published = installed?.tables.find((each) => each.table === tableKey(table))
    const columns = wanted?.tables.find((each) => tableKey(each) === tableKey(table))?.columns ?? []
    const missing = columns.filter((column) => published?.columns?.includes(column) !== true)
    return missing.length === 0 ? [] : [{ table, columns: missing, wholeTable: published === undefined }]
  })
}
