import type { EntityMetadata } from 'typeorm'
import { tableDeclaration } from '../declaration/declarations.js'

type ColumnMetadata = EntityMetadata['columns'][number]

/** What in an entity (beyond its merge policies) cannot be kept by two regions that write independently. */
export function faultsOfEntity(metadata: EntityMetadata): readonly string[] {
  const faults: string[] = []
  if (metadata.primaryColumns.length === 0) {
    faults.push('it has no primary key; add one, a UUID or a natural key.')
  }
  if (metadata.deleteDateColumn === undefined && !tableDeclaration(metadata.target as object).appendOnly) {
    faults.push('it has no tombstone; add a nullable @DeleteDateColumn, rows are never physically deleted.')
  }
  for (const column of metadata.columns) {
    if (column.generationStrategy === 'increment' || column.generatedIdentity !== undefined) {
      faults.push(
        `"${column.databaseName}" is issued by a sequence, which issues the same value in both regions; use a UUID.`,
      )
    }
    if (column.databaseName.startsWith('_')) {
      faults.push(`"${column.databaseName}" begins with "_", which is kept for bookkeeping columns; rename it.`)
    }
  }
  for (const columns of uniqueColumnLists(metadata)) {
    faults.push(
      `the unique constraint on (${columns.map((column) => column.databaseName).join(', ')}) cannot hold across regions: ` +
        'two regions insert duplicates that then stop replication. Make it the primary key, derive the id from it, or use a claim.',
    )
  }
  return faults.map((fault) => `${metadata.name}: ${fault}`)
}

function uniqueColumnLists(metadata: EntityMetadata): readonly (readonly ColumnMetadata[])[] {
  const indices = metadata.indices.filter((index) => index.isUnique)
  const key = new Set(metadata.primaryColumns)
  return [...metadata.uniques, ...indices]
    .map((constraint) => constraint.columns)
    .filter((columns) => columns.length !== key.size || !columns.every((column) => key.has(column)))
}
