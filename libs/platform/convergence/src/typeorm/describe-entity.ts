import type { EntityMetadata } from 'typeorm'
import {
  DEFAULT_POLICY,
  declaredPolicy,
  type PolicyDeclaration,
  tableDeclaration,
} from '../declaration/declarations.js'
import type { MergeUnit, ReplicatedColumn, ReplicatedTable } from '../model/replicated-table.js'
import { faultsOfEntity } from './entity-faults.js'
import { faultsOfReferences } from './reference-faults.js'
import { faultsOfUnit } from '../policies/policy-of.js'

type ColumnMetadata = EntityMetadata['columns'][number]

/** The model of one entity; what cannot be replicated is appended to `faults`, each with what to do instead. */
export function describeEntity(metadata: EntityMetadata, faults: string[]): ReplicatedTable {
  const stored = metadata.columns.filter((column) => !column.isVirtualProperty && column.generatedType === undefined)
  const units = new Map<string, MergeUnit>()
  const { appendOnly } = tableDeclaration(metadata.target as object)
  for (const column of stored) {
    if (column.isPrimary) continue
    const unit = appendOnly ? partOfRow(column, faults) : unitOf(column, policyOfColumn(column))
    const known = units.get(unit.name)
    if (known === undefined) units.set(unit.name, unit)
    else if (known.policy === unit.policy)
      units.set(unit.name, { ...known, columns: [...known.columns, ...unit.columns] })
    else
      faults.push(
        `${metadata.name}: group "${unit.name}" has the name of a column that merges as ${known.policy}; rename the group.`,
      )
  }
  const table: ReplicatedTable = {
    schema: metadata.schema ?? 'public',
    name: metadata.tableName,
    entity: metadata.name,
    key: metadata.primaryColumns.map(describeColumn),
    naturalKey: metadata.primaryColumns.some((column) => describeColumn(column).type !== 'uuid'),
    units: [...units.values()],
  }
  faults.push(...faultsOfEntity(metadata), ...faultsOfReferences(metadata))
  for (const unit of table.units) faults.push(...faultsOfUnit(unit).map((fault) => `${metadata.name}: ${fault}`))
  return table
}

function policyOfColumn(column: ColumnMetadata): PolicyDeclaration {
  return (
    (typeof column.target === 'string' ? undefined : declaredPolicy(column.target, column.propertyName)) ??
    DEFAULT_POLICY
  )
}

/** The whole row of an append-only table is one unit. */
function partOfRow(column: ColumnMetadata, faults: string[]): MergeUnit {
  const declared = typeof column.target === 'string' ? undefined : declaredPolicy(column.target, column.propertyName)
  if (declared !== undefined || column.isDeleteDate) {
    faults.push(
      `${column.entityMetadata.name}: "${column.databaseName}" ${column.isDeleteDate ? 'is a tombstone' : `merges as ${declared?.policy}`}, ` +
        'but rows of an append-only table never change; remove one of the two.',
    )
  }
  return { policy: 'appendOnly', name: 'row', columns: [describeColumn(column)] }
}

function unitOf(column: ColumnMetadata, declaration: PolicyDeclaration): MergeUnit {
  const columns = [describeColumn(column)]
  const name = column.databaseName
  if (column.isDeleteDate) return { policy: 'tombstone', name, columns }
  switch (declaration.policy) {
    case 'lastWriteWins':
      return { policy: 'lastWriteWins', name: declaration.group ?? name, columns }
    case 'firstWriteWins':
      return { policy: 'firstWriteWins', name: declaration.group ?? name, columns }
    case 'counter':
    case 'escrow':
    case 'set':
      return { policy: declaration.policy, name, columns }
    case 'highest':
      return { policy: 'highest', name, columns, order: declaration.order }
  }
}

function describeColumn(column: ColumnMetadata): ReplicatedColumn {
  return {
    name: column.databaseName,
    type: column.entityMetadata.dataSource.driver.normalizeType(column),
    array: column.isArray,
    nullable: column.isNullable,
  }
}
