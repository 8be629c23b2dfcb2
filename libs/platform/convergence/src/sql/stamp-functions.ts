import type { ReplicatedTable } from '../model/replicated-table.js'
import { ROW_VERSION, SEEN_COLUMNS } from '../model/version-vector.js'
import type { MergePolicy } from '../policies/merge-policy.js'
import { policyOf } from '../policies/policy-of.js'
import { identifier, literal, qualified } from './identifier.js'
import { header, type SqlFunction } from './sql-function.js'
import { indented, tableFunctionName } from './table-functions.js'
import { highestVersion, STAMP_VECTOR } from './version-vector.js'

/** The functions that version what a local write changes. They fire for every local writer, psql included, never in the apply worker. */
export function stampFunctions(table: ReplicatedTable): readonly SqlFunction[] {
  return [stampInsert(table), stampUpdate(table)]
}

function stampInsert(table: ReplicatedTable): SqlFunction {
  const policies = table.units.map((unit) => policyOf(unit, table))
  return trigger(tableFunctionName(table, 'stamp_insert'), {
    head: header({
      does: `Versions a row inserted into ${qualified(table.schema, table.name)} in this region.`,
      inputs: 'NEW, the row as the writer gave it; its bookkeeping columns are ignored.',
      outputs: 'NEW with all bookkeeping columns set.',
      invariants: 'whatever a writer puts into a bookkeeping column is overwritten.',
    }),
    declarations: [],
    body: [
      'NEW._h := convergence.tick(0);',
      ...SEEN_COLUMNS.map((column) => `NEW.${column} := NULL;`),
      ...policies.flatMap((policy) => policy.stampInsert),
      'RETURN NEW;',
    ],
  })
}

function stampUpdate(table: ReplicatedTable): SqlFunction {
  const policies = table.units.map((unit) => policyOf(unit, table))
  const key = table.key.map((column) => identifier(column.name))
  return trigger(tableFunctionName(table, 'stamp_update'), {
    head: header({
      does: `Versions what a local UPDATE changes in a row of ${qualified(table.schema, table.name)}.`,
      inputs: 'OLD, the stored row; NEW, the row as the writer gave it; its bookkeeping columns are ignored.',
      outputs: 'NEW with the bookkeeping of changed columns renewed and of all others kept.',
      invariants: 'a new version exceeds every version in the row, whatever the clock does; the key never changes.',
    }),
    declarations: [`version bigint := convergence.tick(${highestVersion('OLD')});`, 'stamped boolean := false;'],
    body: [
      `IF ${key.map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`).join(' OR ')} THEN`,
      `  RAISE EXCEPTION 'the key of % cannot be changed', ${literal(`${table.schema}.${table.name}`)}`,
      `    USING ERRCODE = 'feature_not_supported',`,
      `      HINT = 'The row would exist under both keys in the other region. Insert a new row and set the tombstone of this one.';`,
      'END IF;',
      ...keep([ROW_VERSION, ...SEEN_COLUMNS]),
      ...policies.flatMap(stampWhenChanged),
      'IF stamped THEN',
      ...STAMP_VECTOR.map((line) => `  ${line}`),
      'END IF;',
      'RETURN NEW;',
    ],
  })
}

function stampWhenChanged({ bookkeeping, changed, stampUpdate: statements }: MergePolicy): readonly string[] {
  const kept = keep(bookkeeping.map((column) => column.name))
  return [
    `IF ${changed} THEN`,
    '  stamped := true;',
    ...statements.map((line) => `  ${line}`),
    ...(kept.length === 0 ? [] : ['ELSE', ...kept.map((line) => `  ${line}`)]),
    'END IF;',
  ]
}

/** Whatever a writer put into bookkeeping columns is put back. */
function keep(columns: readonly string[]): readonly string[] {
  return columns.map(identifier).map((column) => `NEW.${column} := OLD.${column};`)
}

/** The parts of a trigger function in PL/pgSQL. */
export interface TriggerSource {
  readonly head: string
  readonly declarations: readonly string[]
  readonly body: readonly string[]
}

/** A trigger function in PL/pgSQL. */
export function trigger(name: string, { head, declarations, body }: TriggerSource): SqlFunction {
  const declare = declarations.length === 0 ? '' : `DECLARE\n${indented(declarations)}`
  return {
    name,
    parameters: '',
    returns: 'trigger',
    language: 'plpgsql',
    volatility: 'VOLATILE',
    source: `${head}${declare}BEGIN\n${indented(body)}END\n`,
  }
}
