import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { policyOf } from '../policies/policy-of.js'
import { notedConflict } from './contest.js'
import { identifier, qualified } from './identifier.js'
import { header, type SqlFunction } from './sql-function.js'
import { trigger } from './stamp-functions.js'
import { tableFunctionName } from './table-functions.js'
import { covers, JOIN_VECTOR, vectorOf } from './version-vector.js'

/** The functions that join a row from the peer with the one stored here. They fire in the apply worker and during the initial copy only. */
export function mergeFunctions(table: ReplicatedTable): readonly SqlFunction[] {
  return [mergeInsert(table), mergeUpdate(table)]
}

function mergeUpdate(table: ReplicatedTable): SqlFunction {
  return trigger(tableFunctionName(table, 'merge_update'), {
    head: header({
      does: `Joins an incoming version of a row of ${qualified(table.schema, table.name)} with the stored one.`,
      inputs: 'OLD, the stored row; NEW, the incoming row.',
      outputs: 'their join; NULL (nothing is written) when the stored row already is the join.',
      invariants:
        'commutative, associative, idempotent; equal states are equal byte by byte; never raises on valid rows.',
    }),
    // The tests stand inside the function: a WHEN clause costs the apply worker more per row than the whole function does.
    declarations: ['row_version bigint;', 'old_seen bigint[];', 'new_seen bigint[];', 'noted boolean;'],
    body: [
      '-- Not for a row that comes as an insert: a peer of an older release may not have sent all columns of a row it knows.',
      `IF pg_trigger_depth() = 1 AND ${covers('NEW', 'OLD')} THEN`,
      '  RETURN NEW;',
      'END IF;',
      `IF ${covers('OLD', 'NEW')} THEN`,
      '  RETURN NULL;',
      'END IF;',
      `old_seen := ${vectorOf('OLD')};`,
      `new_seen := ${vectorOf('NEW')};`,
      'row_version := greatest(OLD._h, NEW._h);',
      ...table.units.flatMap((unit) => [...notedConflict(table, unit), ...policyOf(unit, table).merge]),
      ...JOIN_VECTOR,
      'NEW._h := row_version;',
      'RETURN NEW;',
    ],
  })
}

function mergeInsert(table: ReplicatedTable): SqlFunction {
  const relation = qualified(table.schema, table.name)
  const columns = replicatedColumnNames(table).map(identifier)
  const key = table.key.map((column) => identifier(column.name))
  const merged = columns.filter((column) => !key.includes(column))
  const found = key.map((column) => `stored.${column} = NEW.${column}`).join(' AND ')
  const incoming = columns.map((column) => `NEW.${column}`).join(', ')
  const excluded = merged.map((column) => `EXCLUDED.${column}`).join(', ')
  const upsert = [
    `INSERT INTO ${relation} (${columns.join(', ')})`,
    `VALUES (${incoming})`,
    `ON CONFLICT (${key.join(', ')}) DO UPDATE SET (${merged.join(', ')}) = ROW(${excluded});`,
    'RETURN NULL;',
  ]
  return trigger(tableFunctionName(table, 'merge_insert'), {
    head: header({
      does: `Joins an incoming new row of ${relation} with the stored row of the same key, if there is one.`,
      inputs: 'NEW, the incoming row, from the stream of changes or from the copy of a resynchronisation.',
      outputs:
        'NEW where the key is new here; NULL where the row was joined with the stored one or adds nothing to it.',
      invariants:
        'rows that are equal on both sides are not written, so a resynchronisation of equal tables writes nothing.',
    }),
    declarations: [`here ${relation};`],
    body: [
      '-- The upsert below fires this trigger again; the second time the row goes on to the conflict and to the update trigger.',
      'IF pg_trigger_depth() > 1 THEN',
      '  RETURN NEW;',
      'END IF;',
      `SELECT stored.* INTO here FROM ${relation} AS stored WHERE ${found};`,
      ...(table.naturalKey
        ? [
            '-- A key that people choose is likely to be inserted here at this very moment: upsert, so that the race cannot fail.',
            `IF FOUND AND ${covers('here', 'NEW')} THEN`,
            '  RETURN NULL;',
            'END IF;',
          ]
        : [
            'IF NOT FOUND THEN',
            '  RETURN NEW;',
            'END IF;',
            `IF ${covers('here', 'NEW')} THEN`,
            '  RETURN NULL;',
            'END IF;',
          ]),
      ...upsert,
    ],
  })
}
