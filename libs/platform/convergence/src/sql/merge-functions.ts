import { replicatedColumnNames } from '../model/bookkeeping.js'
import type { MergeUnit, ReplicatedTable } from '../model/replicated-table.js'
import { ROW_VERSION, SEEN_COLUMNS } from '../model/version-vector.js'
import { policyOf } from '../policies/policy-of.js'
import { notedConflict } from './contest.js'
import { heldBack, HOLDS_NOTHING } from './held-rows.js'
import { identifier, qualified } from './identifier.js'
import { isPlausible, refuseImplausible } from './plausible.js'
import { header, type SqlFunction } from './sql-function.js'
import { trigger } from './stamp-functions.js'
import { tableFunctionName } from './table-functions.js'
import { covers, JOIN_VECTOR, plainlyCovers, vectorOf } from './version-vector.js'

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
      '-- The usual case first: an expression is prepared anew in every transaction, which costs small ones more than its result.',
      `IF pg_trigger_depth() = 1 AND ${plainlyCovers('NEW', 'OLD')} AND ${isPlausible('NEW')} AND ${HOLDS_NOTHING} THEN`,
      '  RETURN NEW;',
      'END IF;',
      `IF pg_trigger_depth() = 1 AND ${covers('NEW', 'OLD')} AND ${isPlausible('NEW')} AND ${HOLDS_NOTHING} THEN`,
      '  RETURN NEW;',
      'END IF;',
      `IF NEW.${ROW_VERSION} IS NOT NULL AND ${covers('OLD', 'NEW')} THEN`,
      '  RETURN NULL;',
      'END IF;',
      ...heldBack(table),
      ...refuseImplausible(qualified(table.schema, table.name)),
      `old_seen := ${vectorOf('OLD')};`,
      `new_seen := ${vectorOf('NEW')};`,
      'row_version := greatest(OLD._h, NEW._h);',
      ...table.units.flatMap((unit) => joined(table, unit)),
      ...JOIN_VECTOR,
      'NEW._h := row_version;',
      'RETURN NEW;',
    ],
  })
}

/** Joins a unit where its two states may differ: of most units, also of rows in conflict, they do not. */
function joined(table: ReplicatedTable, unit: MergeUnit): readonly string[] {
  const { differs, merge } = policyOf(unit, table)
  const join = [...notedConflict(table, unit), ...merge]
  return differs === null ? join : [`IF ${differs} THEN`, ...join.map((line) => `  ${line}`), 'END IF;']
}

/**
 * A plan made while the table was small would read all of it for every row that comes, and goes on doing so while the table grows: until
 * then the plan is not renewed, and a large copy is one transaction. Sessions that merge do nothing else, so it is left off.
 */
const PROBE_BY_INDEX = [
  `IF current_setting('enable_seqscan') = 'on' THEN`,
  `  PERFORM set_config('enable_seqscan', 'off', false);`,
  'END IF;',
]

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
    declarations: ['here record;'],
    body: [
      ...PROBE_BY_INDEX,
      `SELECT ${[ROW_VERSION, ...SEEN_COLUMNS].map((column) => `stored.${column}`).join(', ')} INTO here`,
      `FROM ${relation} AS stored WHERE ${found};`,
      '-- The upsert below fires this trigger again; the second time the row goes on to the conflict and to the update trigger.',
      // A key that people choose is likely to be inserted here at this very moment: it is upserted, so that the race cannot fail.
      `IF ${table.naturalKey ? 'pg_trigger_depth() > 1' : '(NOT FOUND OR pg_trigger_depth() > 1)'} AND ${isPlausible('NEW')} THEN`,
      '  RETURN NEW;',
      'END IF;',
      `IF FOUND AND NEW.${ROW_VERSION} IS NOT NULL AND ${covers('here', 'NEW')} THEN`,
      '  RETURN NULL;',
      'END IF;',
      ...refuseImplausible(relation),
      ...upsert,
    ],
  })
}
