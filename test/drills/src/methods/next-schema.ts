import { type ReplicatedTable, describeEntities } from '@bicoastal/convergence'
import { SnakeNamingStrategy } from '@bicoastal/database'
import { FEATURES } from '@bicoastal/features'
import { entitiesOf } from '@bicoastal/jobs'

/** The table that the next release adds a column to, and the column. */
export const EXTENDED = { schema: 'public', table: 'probe_registers', column: 'note', after: 'value' } as const

/** The replicated tables of this release. */
export function tablesNow(): Promise<readonly ReplicatedTable[]> {
  return describeEntities(entitiesOf(FEATURES), new SnakeNamingStrategy())
}

/** The replicated tables of an imagined next release, in which registers have a note, too: last write wins, as for the value. */
export async function tablesNext(): Promise<readonly ReplicatedTable[]> {
  return (await tablesNow()).map((table) => (table.name === EXTENDED.table ? withNote(table) : table))
}

function withNote(table: ReplicatedTable): ReplicatedTable {
  const note = table.units
    .filter((unit) => unit.name === EXTENDED.after)
    .map((unit) => ({
      ...unit,
      name: EXTENDED.column,
      columns: unit.columns.map((column) => ({ ...column, name: EXTENDED.column })),
    }))
  return { ...table, units: [...table.units, ...note] }
}
