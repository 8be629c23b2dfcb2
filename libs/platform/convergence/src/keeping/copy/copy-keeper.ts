import { isBusy } from '../../repair/busy.js'
import type { Ends } from '../../repair/ends.js'
import { identifier, qualified } from '../../sql/identifier.js'
import { CONVERGENCE_SCHEMA } from '../../sql/sql-function.js'
import { copySkipped } from '../faults.js'
import { healIncidents, reportIncident } from '../incidents.js'
import { requestVerification } from '../verifications.js'
import { type CopiedTable, readCopySample, SKIP_TRIGGER } from './copy-sample.js'
import { CopyWatch } from './copy-watch.js'
import { SKIP_COPY } from './skip-copy-function.js'

/**
 * Brings copies of tables to an end that cannot succeed, because a row of the peer does not fit here: the copy is made to skip all rows, and what differs is
 * fetched afterwards, row by row, with a quarantine for those that do not fit. That the rows are still to be fetched is written on the
 * table itself, as the trigger that skips them: killed anywhere, another keeper goes on.
 */
export class CopyKeeper {
  readonly #watch = new CopyWatch()

  /** One look, and what follows from it. */
  async round({ region, here }: Ends): Promise<void> {
    const sample = await readCopySample(here, region)
    for (const table of sample.tables)
      if (table.skipped && table.done) await nextRoundIfBusy(here, () => fetchInstead(here, table))
    for (const table of this.#watch.observe(sample)) {
      await reportIncident(here, copySkipped(`${table.schema}.${table.name}`))
      await nextRoundIfBusy(here, () => skip(here, table))
    }
  }
}

/** Somebody who holds the table is waited for in the next round: all its callers would wait behind this otherwise. */
const GIVE_WAY = "SET LOCAL lock_timeout = '2s'"

async function nextRoundIfBusy(here: Ends['here'], work: () => Promise<void>): Promise<void> {
  await here.query(`BEGIN; ${GIVE_WAY}`)
  try {
    await work()
    await here.query('COMMIT')
  } catch (error) {
    await here.query('ROLLBACK').catch(() => undefined)
    if (!isBusy(error)) throw error
  }
}

async function skip(here: Ends['here'], { schema, name }: CopiedTable): Promise<void> {
  const table = qualified(schema, name)
  await here.query(
    `CREATE OR REPLACE TRIGGER ${SKIP_TRIGGER} BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${qualified(CONVERGENCE_SCHEMA, SKIP_COPY.name)}();
     ALTER TABLE ${table} ENABLE REPLICA TRIGGER ${SKIP_TRIGGER}`,
  )
}

async function fetchInstead(here: Ends['here'], { schema, name }: CopiedTable): Promise<void> {
  await here.query(`DROP TRIGGER ${identifier(SKIP_TRIGGER)} ON ${qualified(schema, name)}`)
  await requestVerification(here, { reason: `copy of ${schema}.${name}`, repairs: true })
  await healIncidents(here, 'copy_failing', `${schema}.${name}`)
}
