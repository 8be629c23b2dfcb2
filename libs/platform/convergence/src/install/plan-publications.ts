import { identifier, qualified } from '../sql/identifier.js'
import type { Catalogue, InstalledPublication } from './catalogue.js'
import type { Change } from './change.js'
import { type Publication, tableKey } from './desired-state.js'

/** Deletes are never published: a row that is deleted here and updated there would be lost on one side. */
const OPERATIONS = 'insert, update'

/** Steps that make a publication carry exactly the wanted tables and columns. */
export function planPublication(publication: Publication, catalogue: Catalogue): readonly Change[] {
  const name = identifier(publication.name)
  const installed = installedPublication(publication, catalogue)
  if (installed === undefined) {
    const list = publication.tables.length === 0 ? '' : ` FOR TABLE ${tableList(publication)}`
    return [
      {
        what: `create publication ${name}`,
        sql: `CREATE PUBLICATION ${name}${list} WITH (publish = '${OPERATIONS}')`,
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
    const sql =
      publication.tables.length === 0
        ? `ALTER PUBLICATION ${name} DROP TABLE ${installed.tables.map(({ table }) => relation(table)).join(', ')}`
        : `ALTER PUBLICATION ${name} SET TABLE ${tableList(publication)}`
    changes.push({ what: `set tables and columns of publication ${name}`, sql })
  }
  return changes
}

/**
 * What an installation by itself makes of the publication to the peer: what is published already and still wanted. What is new waits
 * until the peer has a place for it, or its apply worker would stop; nobody needs to be asked where nothing is published yet.
 */
export function withoutNews(publication: Publication, catalogue: Catalogue): Publication {
  const installed = installedPublication(publication, catalogue)
  if (installed === undefined) return publication
  const tables = publication.tables.flatMap((table) => {
    const published = installed.tables.find((each) => each.table === tableKey(table))
    if (published === undefined) return []
    return [
      { ...table, columns: table.columns?.filter((column) => published.columns?.includes(column) ?? true) ?? null },
    ]
  })
  return { ...publication, tables }
}

/** The publication as the database has it. */
function installedPublication(publication: Publication, catalogue: Catalogue): InstalledPublication | undefined {
  return catalogue.publications.find((each) => each.name === publication.name)
}

function tableList({ tables }: Publication): string {
  return tables
    .map(({ schema, name, columns }) => {
      const list = columns === null ? '' : ` (${columns.map(identifier).join(', ')})`
      return `${qualified(schema, name)}${list}`
    })
    .join(', ')
}

function relation(table: string): string {
  const [schema = '', name = ''] = table.split('.')
  return qualified(schema, name)
}

function signature(table: string, columns: readonly string[] | null): string {
  return `${table}(${columns?.toSorted().join(', ') ?? '*'})`
}
