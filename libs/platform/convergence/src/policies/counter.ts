import { integerRange } from '../model/integer-types.js'
import type { CounterUnit, ReplicatedColumn } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { identifier } from '../sql/identifier.js'
import type { MergePolicyDefinition } from './merge-policy.js'

/**
 * The sum of what every region added. `_n_<column>` holds, per region, what it added and what it took away; both only grow and
 * only their own region grows them, so the larger of two is the later, and the join is the maximum, part by part.
 * NULL means that nothing was added yet.
 */
export const counter: MergePolicyDefinition<CounterUnit> = {
  faults: (unit) =>
    unit.columns.flatMap((column) => {
      if (column.array || integerRange(column.type) === undefined) {
        return [
          `counter() on "${column.name}" needs an integer column, not ${column.type}; count in the smallest unit.`,
        ]
      }
      return column.nullable
        ? [`counter() on "${column.name}" needs a column that is NOT NULL; add a default of 0.`]
        : []
    }),
  of: (unit) => {
    const column = unit.columns[0] as ReplicatedColumn
    const value = identifier(column.name)
    const name = `_n_${unit.name}`
    const parts = identifier(name)
    const difference = `NEW.${value}::bigint - OLD.${value}::bigint`
    return {
      bookkeeping: [{ name, type: 'bigint[]', accountsFor: { column: column.name, nothing: '0' } }],
      adopt: [`${parts} = convergence.counter_add(NULL, ${value}::bigint)`],
      stampInsert: [`NEW.${parts} := convergence.counter_add(NULL, NEW.${value}::bigint);`],
      changed: changed(unit.columns),
      stampUpdate: [`NEW.${parts} := convergence.counter_add(OLD.${parts}, ${difference});`],
      merge: [
        `NEW.${parts} := convergence.counter_merge(OLD.${parts}, NEW.${parts});`,
        `NEW.${value} := ${clamped(`convergence.counter_value(NEW.${parts})`, column)};`,
      ],
      differs: `NEW.${parts} IS DISTINCT FROM OLD.${parts}`,
      contest: null,
    }
  },
}

/** A sum that outgrew the column's type must not stop the apply worker: it shows as the end of the range, the parts stay exact. */
function clamped(sum: string, column: ReplicatedColumn): string {
  const { lowest, highest } = integerRange(column.type) ?? { lowest: 0n, highest: 0n }
  return `least(greatest(${sum}, ${lowest}), ${highest})`
}
