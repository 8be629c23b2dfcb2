import { Statements, Transactions } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { REGION_TRANSITIONS, type RegionEvent, type RegionState } from './region-table.js'

/** How the switch stands, since when, and who threw it. */
export interface SwitchRecord {
  readonly state: RegionState
  readonly changedAt: Date
  /** The subject of the operator's token, or what in the service did it. */
  readonly changedBy: string
}

const COLUMNS = `state, changed_at AS "changedAt", changed_by AS "changedBy"`

/** Output: the only row of the switch. */
const READ = `SELECT ${COLUMNS} FROM public.region_switch`

/** As {@link READ}; whoever else changes the switch waits for the end of the transaction. */
const LOCK = `${READ} FOR UPDATE`

/** Input: $1 the state, $2 who. Output: the row as it is then. */
const CHANGE = `UPDATE public.region_switch SET state = $1, changed_at = clock_timestamp(), changed_by = $2 RETURNING ${COLUMNS}`

/** The region's switch in its database, where all processes of the region see it and a restart finds it again. */
@Injectable()
export class SwitchStore {
  constructor(
    private readonly statements: Statements,
    private readonly transactions: Transactions,
  ) {}

  /** @throws what `Statements.read` throws. */
  async read(): Promise<SwitchRecord> {
    return only(await this.statements.read<SwitchRecord>({ name: 'region-switch', text: READ }))
  }

  /**
   * Applies an event to the state that the switch has by then. Repeatable: an event that changes nothing writes nothing.
   *
   * @param since only to the state that it has had since then; to any, when left out.
   * @throws what `Transactions.run` throws; the switch is as before then, or as after where the outcome is unknown.
   */
  apply(event: RegionEvent, by: string, since?: Date): Promise<SwitchRecord> {
    return this.transactions.run(
      async (manager) => {
        const current = only(
          await this.statements.within<SwitchRecord>(manager, { name: 'region-switch-lock', text: LOCK }),
        )
        const next = REGION_TRANSITIONS[current.state][event]
        const isOther = since !== undefined && current.changedAt.getTime() !== since.getTime()
        if (isOther || next === current.state) return current
        const change = { name: 'region-switch-change', text: CHANGE, values: [next, by] }
        return only(await this.statements.within<SwitchRecord>(manager, change))
      },
      { idempotent: true },
    )
  }
}

function only(rows: readonly SwitchRecord[]): SwitchRecord {
  const [row] = rows
  if (row === undefined) throw new TypeError('public.region_switch is empty; the migration that creates it fills it.')
  return row
}
