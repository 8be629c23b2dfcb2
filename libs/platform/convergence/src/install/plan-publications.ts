import { identifier, qualified } from '../sql/identifier.js'
import type { Catalogue } from './catalogue.js'
import type { Change } from './change.js'
import { type Publication, tableKey } from './desired-state.js'

/** Deletes are never published: a row that is deleted here and updated there would be lost on one side. */
const OPERATIONS = 'insert, update'

/** Steps that make a publication carry exactly the wanted tables and columns. */
export function planPublication(publication: Publication, catalogue: Catalogue): readonly Change[] {
  const name = identifier(publication.name)
  const installed = catalogue.publications.find((each) => each.name === publication.name)
  const list = publication.tables
    .map((table) => {
      const columns = table.columns === null ? '' : ` (${table.columns.map(identifier).join(', ')})`
      return `${qualified(table.schema, table.name)}${columns}`
    })
    .join(', ')
  if (installed === undefined) {
    const tables = list === '' ? '' : ` FOR TABLE ${list}`
    return [
      {
        what: `create publication ${name}`,
        sql: `CREATE PUBLICATION ${name}${tables} WITH (publish = '${OPERATIONS}')`,
      },
    ]
  }
  const changes: Change[] = []
  if (installed.operations !== OPERATIONS) {
    changes.push({
      what: `publish only ${OPERATIONS} by ${name}`,
      sql: `ALTER PUBLICATION ${name} SET (publish = '${OPERATIONS}')`,
    })
  }
  const wanted = publication.tables.map((table) => signature(tableKey(table), table.columns))
  const actual = installed.tables.map((table) => signature(table.table, table.columns))
  if (wanted.toSorted().join('\n') !== actual.toSorted().join('\n')) {
    changes.push({
      what: `set tables and columns of publication ${name}`,
      sql: `ALTER PUBLICATION ${name} SET TABLE ${list}`,
    })
  }
  return changes
}

function signature(table: string, columns: readonly string[] | null): string {
  return `${table}(${columns?.toSorted().join(', ') ?? '*'})`
}
