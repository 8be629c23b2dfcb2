import { type Attempt, isAcknowledged } from '../history/attempt.js'
import type { SessionIntent, SessionReceipt } from '../workloads/sessions.js'
import type { Finding } from './finding.js'

/**
 * No session goes back in time unless the answer says so: a register is shown at the version that the session has seen,
 * or a later one. What nobody can have seen is never claimed to be shown. Looks at no region: the answers tell.
 */
export function checkSessions(attempts: readonly Attempt<SessionIntent, SessionReceipt>[]): Finding[] {
  return attempts.filter(isAcknowledged).flatMap(({ intent, receipt, region, startedAt }) => {
    if (receipt.stale) return []
    const subject = `session at ${Math.round(startedAt)} ms`
    if (intent.forged) {
      const explanation = `${region} answered a session from the future as if it had reached it.`
      return [{ kind: 'regressed' as const, subject, explanation }]
    }
    if (intent.seen === undefined || (receipt.version !== undefined && receipt.version >= intent.seen)) return []
    const shown = receipt.version === undefined ? 'nothing' : `version ${receipt.version}`
    const explanation = `${region} showed ${shown} of ${intent.key}, which the session had seen at version ${intent.seen}.`
    return [{ kind: 'regressed' as const, subject, explanation }]
  })
}
