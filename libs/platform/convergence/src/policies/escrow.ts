import { integerRange } from '../model/integer-types.js'
import type { EscrowUnit, ReplicatedColumn } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { ESCROW_EXCEEDED } from '../sql/escrow-functions.js'
import { identifier, literal } from '../sql/identifier.js'
import type { MergePolicyDefinition } from './merge-policy.js'

/** The column that keeps who may spend how much of an escrow. */
export const escrowParts = (column: string): string => `_e_${column}`

/**
 * A quantity that never falls below zero in both regions together. `_e_<column>` holds what the row was founded with, and per region what it
 * minted, spent, and handed to each other region. Every element only grows, and only its own region grows it, so the join is
 * the maximum, part by part; a region spends only what the elements say is its own, so nobody need be asked.
 */
export const escrow: MergePolicyDefinition<EscrowUnit> = {
  faults: (unit) =>
    unit.columns.flatMap((column) => {
      if (column.array || integerRange(column.type) === undefined) {
        return [`escrow() on "${column.name}" needs an integer column, not ${column.type}; count in the smallest unit.`]
      }
      return column.nullable
        ? [`escrow() on "${column.name}" needs a column that is NOT NULL; add a default of 0.`]
        : []
    }),
  of: (unit, table) => {
    const column = unit.columns[0] as ReplicatedColumn
    const value = identifier(column.name)
    const name = escrowParts(unit.name)
    const parts = identifier(name)
    const where = literal(`${table.name}.${column.name}`)
    const { lowest, highest } = integerRange(column.type) ?? { lowest: 0n, highest: 0n }
    const refuse = (hint: string): readonly string[] => [
      `  RAISE EXCEPTION 'this region has not the right to so much of %', ${where}`,
      `    USING ERRCODE = '${ESCROW_EXCEEDED}', HINT = ${literal(hint)};`,
    ]
    return {
      bookkeeping: [{ name, type: 'bigint[]', accountsFor: { column: column.name, nothing: '0' } }],
      adopt: [`${parts} = convergence.escrow_found(greatest(${value}, 0)::bigint)`],
      stampInsert: [
        `IF NEW.${value} < 0 THEN`,
        ...refuse('An escrow begins with 0 or more.'),
        'END IF;',
        `NEW.${parts} := convergence.escrow_found(NEW.${value}::bigint);`,
      ],
      changed: `${changed(unit.columns)} OR NEW.${parts} IS DISTINCT FROM OLD.${parts}`,
      stampUpdate: [
        `NEW.${parts} := convergence.escrow_stamp(OLD.${parts}, NEW.${parts}, NEW.${value}::bigint - OLD.${value}::bigint);`,
        // What a failure left below zero may still be filled up.
        `IF convergence.escrow_rights(NEW.${parts}, convergence.region()) < least(0, convergence.escrow_rights(OLD.${parts}, convergence.region())) THEN`,
        ...refuse('Ask another region to hand over some of its rights.'),
        'END IF;',
      ],
      merge: [
        `NEW.${parts} := convergence.escrow_merge(OLD.${parts}, NEW.${parts});`,
        `NEW.${value} := least(greatest(convergence.escrow_value(NEW.${parts}), ${lowest}), ${highest});`,
      ],
      differs: `NEW.${parts} IS DISTINCT FROM OLD.${parts}`,
      contest: null,
    }
  },
}
