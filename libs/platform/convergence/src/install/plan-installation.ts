import { CONVERGENCE_SCHEMA } from '../sql/sql-function.js'
import type { Catalogue } from './catalogue.js'
import type { Change } from './change.js'
import type { DesiredState } from './desired-state.js'
import { tableKey } from './desired-state.js'
import { planFunctions, planObsoleteFunctions } from './plan-functions.js'
import { planGrants } from './plan-grants.js'
import { planPublication, withoutNews } from './plan-publications.js'
import { PEER_PUBLICATION } from './publication-names.js'
import { planColumns, planObsoleteTriggers, planTriggers } from './plan-tables.js'

/**
 * The steps from what a database holds to what it is to hold, in an order in which each can run; empty when they agree.
 * Pure: the same two states give the same steps.
 */
export function planInstallation(desired: DesiredState, catalogue: Catalogue): readonly Change[] {
  const functions = [...desired.sharedFunctions, ...desired.tableFunctions]
  return [
    ...(catalogue.hasSchema
      ? []
      : [{ what: `create schema ${CONVERGENCE_SCHEMA}`, sql: `CREATE SCHEMA ${CONVERGENCE_SCHEMA}` }]),
    ...planFunctions(desired.sharedFunctions, catalogue),
    ...[...desired.createTable]
      .filter(([table]) => !catalogue.columns.has(tableKey(table)))
      .map(([table, sql]) => ({ what: `create table ${tableKey(table)}`, sql })),
    ...desired.ownTables
      .filter((table) => !catalogue.columns.has(tableKey(table)))
      .map((table) => ({ what: `create table ${tableKey(table)}`, sql: table.create })),
    ...desired.allTables.flatMap((table) => planColumns(table, catalogue)),
    ...planFunctions(desired.tableFunctions, catalogue),
    ...desired.allTables.flatMap((table) => planTriggers(table, catalogue)),
    ...planObsoleteTriggers(desired.allTables, catalogue),
    ...planObsoleteFunctions(functions, catalogue),
    ...planGrants(desired, catalogue),
    ...desired.publications.flatMap((publication) => {
      const isForPeer = publication.name === PEER_PUBLICATION
      return planPublication(isForPeer ? withoutNews(publication, catalogue) : publication, catalogue)
    }),
  ]
}
