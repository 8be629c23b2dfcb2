import type { ReplicatedColumn, SetUnit } from '../model/replicated-table.js'
import { changed } from '../sql/changed.js'
import { identifier, literal } from '../sql/identifier.js'
import type { MergePolicyDefinition } from './merge-policy.js'

const TEXTS = new Set(['text', 'character varying'])

/**
 * A set of texts in which an addition wins over a concurrent removal. `_s_<column>` holds the elements with the versions of
 * their additions, NULL for the empty set; the column shows the elements in the order of their bytes, each once. The state
 * repeats the elements because either column may be stored out of line, and then reaches the peer without the other.
 */
export const set: MergePolicyDefinition<SetUnit> = {
  faults: (unit) =>
    unit.columns.flatMap((column) => {
      if (!column.array || !TEXTS.has(column.type)) {
        return [
          `set() on "${column.name}" needs a column of type text[], not ${column.type}${column.array ? '[]' : ''}; store the elements as texts.`,
        ]
      }
      return column.nullable
        ? [`set() on "${column.name}" needs a column that is NOT NULL; the empty set is '{}', make it the default.`]
        : []
    }),
  of: (unit, table) => {
    const column = unit.columns[0] as ReplicatedColumn
    const value = identifier(column.name)
    const name = `_s_${unit.name}`
    const state = identifier(name)
    const written = (before: string, version: string): readonly string[] => [
      `IF cardinality(NEW.${value}) > 0 THEN`,
      `  IF array_position(NEW.${value}, NULL) IS NOT NULL THEN`,
      `    RAISE EXCEPTION '% cannot hold NULL', ${literal(`${table.name}.${column.name}`)}`,
      `      USING ERRCODE = 'null_value_not_allowed', HINT = 'The column merges as set(): its elements are texts.';`,
      '  END IF;',
      `  NEW.${state} := convergence.set_write(${before}, NEW.${value}, ${version});`,
      `  NEW.${value} := convergence.set_elements(NEW.${state});`,
      'ELSE',
      `  NEW.${state} := NULL;`,
      'END IF;',
    ]
    return {
      bookkeeping: [{ name, type: 'jsonb', accountsFor: { column: column.name, nothing: `'{}'` } }],
      adopt: [
        `${state} = convergence.set_write(NULL, ${value}, _h)`,
        `${value} = convergence.set_elements(convergence.set_write(NULL, ${value}, _h))`,
      ],
      stampInsert: written('NULL', 'NEW._h'),
      changed: changed(unit.columns),
      stampUpdate: written(`OLD.${state}`, 'version'),
      merge: [
        `IF NEW.${state} IS DISTINCT FROM OLD.${state} THEN`,
        `  NEW.${state} := convergence.set_merge(OLD.${state}, old_seen, NEW.${state}, new_seen);`,
        `  NEW.${value} := convergence.set_elements(NEW.${state});`,
        'ELSE',
        `  NEW.${value} := OLD.${value};`,
        'END IF;',
      ],
      differs: null,
      contest: null,
    }
  },
}
