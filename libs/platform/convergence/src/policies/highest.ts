import type { HighestUnit, ReplicatedColumn } from '../model/replicated-table.js'
import { integerRange } from '../model/integer-types.js'
import { changed } from '../sql/changed.js'
import { identifier, literal } from '../sql/identifier.js'
import type { MergePolicyDefinition, Row } from './merge-policy.js'

/** The higher value wins. No state is kept: the value is the state. */
export const highest: MergePolicyDefinition<HighestUnit> = {
  faults: (unit) =>
    unit.columns.flatMap((column) => (unit.order === null ? naturalFaults(column) : orderFaults(column, unit.order))),
  of: (unit, table) => {
    const column = unit.columns[0] as ReplicatedColumn
    const policy = unit.order === null ? natural(column) : ordered(column, unit.order)
    const value = identifier(column.name)
    const where = literal(`${table.name}.${column.name}`)
    return {
      bookkeeping: [],
      adopt: [],
      stampInsert: policy.refuseUnknown,
      changed: changed(unit.columns),
      stampUpdate: [
        `IF NOT (${policy.climbs('NEW', 'OLD')}) THEN`,
        `  RAISE EXCEPTION '% may not go back from % to %', ${where}, OLD.${value}, NEW.${value}`,
        `    USING ERRCODE = 'check_violation', HINT = 'The column merges as highest(): it only climbs.';`,
        'END IF;',
        ...policy.refuseUnknown,
      ],
      merge: [`IF NOT (${policy.climbs('NEW', 'OLD')}) THEN NEW.${value} := OLD.${value}; END IF;`],
      differs: null,
      contest: null,
    }
  },
}

interface Order {
  /** Boolean SQL: the value of row `one` is not below that of row `other`. */
  climbs(one: Row, other: Row): string
  /** Statements that raise where `NEW` has a value without a place in the order. */
  readonly refuseUnknown: readonly string[]
}

function natural(column: ReplicatedColumn): Order {
  const value = identifier(column.name)
  return {
    refuseUnknown: [],
    climbs: (one, other) => `(${other}.${value} IS NULL OR coalesce(${one}.${value} >= ${other}.${value}, false))`,
  }
}

function ordered(column: ReplicatedColumn, order: readonly string[]): Order {
  const value = identifier(column.name)
  const unknown = order.length + 1
  // In parentheses: PL/pgSQL reads the condition of an IF up to the first THEN it sees outside of them.
  const rank = (row: string): string =>
    `(CASE ${row}.${value}::text ${order.map((each, index) => `WHEN ${literal(each)} THEN ${index + 1} `).join('')}` +
    `ELSE CASE WHEN ${row}.${value} IS NULL THEN 0 ELSE ${unknown} END END)`
  const place = (row: string): string => `(${rank(row)}, ${row}.${value}::text COLLATE "C")`
  return {
    refuseUnknown: [
      `IF ${rank('NEW')} = ${unknown} THEN`,
      `  RAISE EXCEPTION '"%" is not in the declared order of ${column.name.replaceAll("'", "''")}', NEW.${value}`,
      `    USING ERRCODE = 'check_violation', HINT = ${literal(`Known, lowest first: ${order.join(', ')}.`)};`,
      'END IF;',
    ],
    climbs: (one, other) =>
      `(${one}.${value} IS NOT DISTINCT FROM ${other}.${value} OR ${other}.${value} IS NULL` +
      ` OR coalesce(${place(one)} >= ${place(other)}, false))`,
  }
}

function naturalFaults(column: ReplicatedColumn): readonly string[] {
  return column.array || integerRange(column.type) === undefined
    ? [
        `highest() on "${column.name}" needs an integer column, not ${column.type}; declare an order: highest(['low', 'high']).`,
      ]
    : []
}

function orderFaults(column: ReplicatedColumn, order: readonly string[]): readonly string[] {
  const faults: string[] = []
  if (column.array || !['text', 'character varying', 'enum', 'character'].includes(column.type)) {
    faults.push(
      `highest([...]) on "${column.name}" needs a text or enum column, not ${column.type}; use highest() for integers.`,
    )
  }
  if (order.length === 0)
    faults.push(`highest([]) on "${column.name}" has an empty order; list the values, lowest first.`)
  if (new Set(order).size !== order.length) {
    faults.push(`highest([...]) on "${column.name}" lists a value twice; each value has one place in the order.`)
  }
  return faults
}
