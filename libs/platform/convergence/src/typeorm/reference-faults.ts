import type { EntityMetadata } from 'typeorm'
import { isReplicated } from '../declaration/declarations.js'

const KEEPS_ROWS = new Set([undefined, 'NO ACTION', 'RESTRICT', 'DEFAULT'])

/**
 * What in an entity's references to others cannot hold across regions: rows that are deleted physically, and rows that refer to what the other
 * region never gets. References among replicated tables hold: a region sends its transactions in the order of their commits.
 */
export function faultsOfReferences(metadata: EntityMetadata): readonly string[] {
  const faults: string[] = []
  for (const { referencedEntityMetadata: referenced, columns, onDelete, onUpdate } of metadata.foreignKeys) {
    const key = `the foreign key (${columns.map((column) => column.databaseName).join(', ')})`
    if (!isReplicated(referenced.target as object)) {
      faults.push(
        `${key} refers to "${referenced.tableName}", which is not replicated: the other region has no such row. ` +
          'Make it @Replicated() as well, or keep the id without a foreign key.',
      )
    }
    if (!KEEPS_ROWS.has(onDelete) || !KEEPS_ROWS.has(onUpdate)) {
      faults.push(
        `${key} deletes or changes rows on its own (ON DELETE ${onDelete ?? 'NO ACTION'}, ON UPDATE ${onUpdate ?? 'NO ACTION'}), ` +
          'which the other region does not see. Leave both out and set the tombstones of dependent rows in the same transaction.',
      )
    }
  }
  for (const relation of metadata.relations) {
    if (relation.isManyToManyOwner) {
      faults.push(
        `"${relation.propertyName}" is many-to-many: the rows of its join table are not replicated, and deleted physically. ` +
          'Declare the join table as an entity of its own, @Replicated(), with a tombstone.',
      )
    }
    if (relation.isCascadeRemove || relation.orphanedRowAction === 'delete') {
      faults.push(
        `"${relation.propertyName}" deletes rows physically (cascade remove, or orphaned rows). Use soft removal: cascade ['soft-remove'], orphanedRowAction 'soft-delete'.`,
      )
    }
  }
  return faults.map((fault) => `${metadata.name}: ${fault}`)
}
