import type { ReplicatedTable } from '../model/replicated-table.js'
import { REFUSE_DELETE } from './guard-functions.js'
import { identifier, qualified } from './identifier.js'
import { CONVERGENCE_SCHEMA } from './sql-function.js'
import { tableFunctionName } from './table-functions.js'

/** PostgreSQL fires BEFORE triggers by name: ours come last, so that they see what an application's own triggers changed. */
export const TRIGGER_PREFIX = 'zz_convergence_'

/** A trigger the library owns, in parts, so that an installed one can be compared with it. */
export interface SqlTrigger {
  readonly name: string
  readonly events: readonly ('INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE')[]
  readonly level: 'ROW' | 'STATEMENT'
  /** `origin`: fires for local writes. `replica`: fires for what comes from the peer. */
  readonly fires: 'origin' | 'replica'
  readonly function: string
}

/** The triggers of a replicated table. */
export function triggersOf(table: ReplicatedTable): readonly SqlTrigger[] {
  const onRow = (
    part: 'stamp_insert' | 'stamp_update' | 'merge_insert' | 'merge_update',
    event: 'INSERT' | 'UPDATE',
    fires: SqlTrigger['fires'],
  ): SqlTrigger => ({
    name: `${TRIGGER_PREFIX}${part}`,
    events: [event],
    level: 'ROW',
    fires,
    function: tableFunctionName(table, part),
  })
  return [
    onRow('stamp_insert', 'INSERT', 'origin'),
    onRow('stamp_update', 'UPDATE', 'origin'),
    onRow('merge_insert', 'INSERT', 'replica'),
    onRow('merge_update', 'UPDATE', 'replica'),
    {
      name: `${TRIGGER_PREFIX}refuse_delete`,
      events: ['DELETE', 'TRUNCATE'],
      level: 'STATEMENT',
      fires: 'origin',
      function: REFUSE_DELETE.name,
    },
  ]
}

/** Statements that create a trigger, or replace one of the same name. */
export function createTrigger(table: ReplicatedTable, definition: SqlTrigger): string {
  const relation = qualified(table.schema, table.name)
  const name = identifier(definition.name)
  const create =
    `CREATE OR REPLACE TRIGGER ${name} BEFORE ${definition.events.join(' OR ')} ON ${relation} ` +
    `FOR EACH ${definition.level} EXECUTE FUNCTION ${qualified(CONVERGENCE_SCHEMA, definition.function)}()`
  const mode = definition.fires === 'replica' ? 'ENABLE REPLICA' : 'ENABLE'
  return `${create};\nALTER TABLE ${relation} ${mode} TRIGGER ${name}`
}

const EVENT_BITS = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 } as const
const BEFORE_BIT = 2
const ROW_BIT = 1

/** `pg_trigger.tgtype` of the trigger. */
export function triggerType({ events, level }: SqlTrigger): number {
  return events.reduce((bits, event) => bits + EVENT_BITS[event], BEFORE_BIT + (level === 'ROW' ? ROW_BIT : 0))
}
