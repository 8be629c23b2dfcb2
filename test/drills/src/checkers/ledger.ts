import { type Attempt, isAcknowledged } from '../history/attempt.js'
import type { LedgerState } from '../states/ledger.js'
import type { LedgerIntent, LedgerReceipt } from '../workloads/ledger.js'
import type { Finding } from './finding.js'

/** Append only: every acknowledged entry is there as it was written, and no request wrote two. */
export function checkLedger(
  attempts: readonly Attempt<LedgerIntent, LedgerReceipt>[],
  entries: readonly LedgerState[],
): Finding[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const lost = attempts.filter(isAcknowledged).flatMap(({ intent, receipt: { id } }): Finding[] => {
    const entry = byId.get(id)
    if (entry?.account === intent.account && entry.amount === intent.amount) return []
    const found = entry === undefined ? 'it is not there' : `${entry.amount} of ${entry.account} is there`
    const explanation = `${intent.amount} of ${intent.account} was acknowledged; ${found}.`
    return [{ kind: 'lost', subject: `ledger entry ${id}`, explanation }]
  })
  const asked = new Set(attempts.map(({ intent }) => textOf(intent)))
  const surplus = [...Map.groupBy(entries, textOf)].flatMap(([text, group]): Finding[] => {
    const subject = `ledger entry ${text}`
    if (!asked.has(text)) return [{ kind: 'invented', subject, explanation: 'No request asked for it.' }]
    if (group.length === 1) return []
    return [{ kind: 'duplicate', subject, explanation: `One request wrote ${group.length} entries.` }]
  })
  return [...lost, ...surplus]
}

const textOf = ({ account, amount }: LedgerIntent) => `${amount} of ${account}`
