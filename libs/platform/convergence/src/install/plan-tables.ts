import { bookkeepingOf } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { ROW_VERSION } from '../model/version-vector.js'
import type { BookkeepingColumn } from '../policies/merge-policy.js'
import { policyOf } from '../policies/policy-of.js'
import { identifier, qualified } from '../sql/identifier.js'
import { createTrigger, triggersOf, triggerType } from '../sql/triggers.js'
import type { Catalogue } from './catalogue.js'
import type { Change } from './change.js'
import { tableKey } from './desired-state.js'

/** Steps that give a table its bookkeeping columns. */
export function planColumns(table: ReplicatedTable, catalogue: Catalogue): readonly Change[] {
  const present = new Set(catalogue.columns.get(tableKey(table)))
  const relation = qualified(table.schema, table.name)
  const missing = bookkeepingOf(table).filter((column) => !present.has(column.name))
  const additions = missing.map(addColumn)
  if (present.has(ROW_VERSION)) {
    if (additions.length === 0) return []
    const names = missing.map((column) => column.name).join(', ')
    // The defaults stay: rows go on arriving from a peer that does not know the column yet.
    const clauses = missing.map(
      (column) => addColumn(column) + (column.unwritten ? ` DEFAULT ${column.unwritten}` : ''),
    )
    return [{ what: `add ${names} to ${relation}`, sql: `ALTER TABLE ${relation} ${clauses.join(', ')}` }]
  }
  const adopted = table.units.flatMap((unit) => policyOf(unit, table).adopt)
  const adopt = adopted.length === 0 ? '' : `;\nUPDATE ${relation} SET ${adopted.join(', ')}`
  return [
    {
      what: `add bookkeeping columns to ${relation}`,
      // The default gives each row that is already there a version; new rows get theirs from the stamp trigger alone, so
      // that a row that arrives without one is an error and not a local write.
      sql:
        `ALTER TABLE ${relation} ${[`ADD COLUMN ${ROW_VERSION} bigint NOT NULL DEFAULT convergence.tick(0)`, ...additions].join(', ')};\n` +
        `ALTER TABLE ${relation} ALTER COLUMN ${ROW_VERSION} DROP DEFAULT${adopt}`,
    },
  ]
}

/** A counter's parts are read with every merge: stored out of line they would cost a second look-up. */
const addColumn = ({ name, type }: BookkeepingColumn): string =>
  `ADD COLUMN ${identifier(name)} ${type}${type === 'bigint[]' ? ' STORAGE PLAIN' : ''}`

/** Steps that make a table's triggers those that are wanted. */
export function planTriggers(table: ReplicatedTable, catalogue: Catalogue): readonly Change[] {
  const installed = catalogue.triggers.filter((each) => each.table === tableKey(table))
  const wanted = triggersOf(table)
  const stale = installed.filter((each) => !wanted.some((definition) => definition.name === each.name))
  const changes = wanted.flatMap((definition) => {
    const present = installed.find((each) => each.name === definition.name)
    const isSame =
      present?.function === definition.function &&
      present.type === triggerType(definition) &&
      present.enabled === (definition.fires === 'replica' ? 'R' : 'O')
    const verb = present === undefined ? 'create' : 'replace'
    return isSame
      ? []
      : [{ what: `${verb} trigger ${definition.name} on ${tableKey(table)}`, sql: createTrigger(table, definition) }]
  })
  return [...changes, ...stale.map(dropTrigger)]
}

/** Steps that remove the library's triggers from tables that are no longer replicated. */
export function planObsoleteTriggers(tables: readonly ReplicatedTable[], catalogue: Catalogue): readonly Change[] {
  const wanted = new Set(tables.map(tableKey))
  return catalogue.triggers.filter((each) => !wanted.has(each.table)).map(dropTrigger)
}

function dropTrigger(installed: { readonly table: string; readonly name: string }): Change {
  const [schema = '', name = ''] = installed.table.split('.')
  return {
    what: `drop trigger ${installed.name} on ${installed.table}`,
    sql: `DROP TRIGGER ${identifier(installed.name)} ON ${qualified(schema, name)}`,
  }
}
