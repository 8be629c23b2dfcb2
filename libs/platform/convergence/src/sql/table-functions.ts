import type { ReplicatedTable } from '../model/replicated-table.js'
import { LONGEST_IDENTIFIER } from './identifier.js'

/** The trigger functions generated for one table. */
export type TableFunction = 'stamp_insert' | 'stamp_update' | 'merge_insert' | 'merge_update'

/** The name of a table's generated function. Tables outside `public` carry their schema, so that no two share a name. */
export function tableFunctionName(table: ReplicatedTable, part: TableFunction): string {
  const prefix = table.schema === 'public' || table.schema === 'convergence' ? '' : `${table.schema}_`
  const name = `${prefix}${table.name}_${part}`
  if (name.length > LONGEST_IDENTIFIER) {
    throw new RangeError(
      `The name ${name} is longer than PostgreSQL's ${LONGEST_IDENTIFIER} characters; shorten the table's.`,
    )
  }
  return name
}

/** Indents lines of PL/pgSQL by one level. */
export function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join('')
}
