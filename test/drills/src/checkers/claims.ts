import { type Attempt, isAcknowledged } from '../history/attempt.js'
import type { ClaimRow } from '../states/claims.js'
import type { ClaimIntent, ClaimReceipt } from '../workloads/claims.js'
import type { Finding } from './finding.js'

type ClaimAttempt = Attempt<ClaimIntent, ClaimReceipt>

/**
 * One winner: at most one claimant of a key was told that it is theirs, and then the row says so for good; and no claim
 * is left open. `rows` is keyed by the key that was claimed.
 */
export function checkClaims(attempts: readonly ClaimAttempt[], rows: ReadonlyMap<string, ClaimRow>): Finding[] {
  return [...Map.groupBy(attempts, ({ intent }) => intent.key)].flatMap(([key, rivals]) =>
    checkClaim(`claim of ${key}`, rivals, rows.get(key)),
  )
}

function checkClaim(subject: string, rivals: readonly ClaimAttempt[], row: ClaimRow | undefined): Finding[] {
  const told = (state: ClaimReceipt['state']) =>
    rivals.filter(isAcknowledged).flatMap(({ intent, receipt }) => (receipt.state === state ? [intent.holder] : []))
  const winners = told('confirmed')
  if (winners.length > 1) {
    return [{ kind: 'contested', subject, explanation: `It was confirmed to ${winners.join(' and to ')}.` }]
  }
  if (row === undefined) {
    const promised = [...winners, ...told('pending')]
    if (promised.length === 0) return []
    return [{ kind: 'lost', subject, explanation: `${promised.join(', ')} claimed it; there is no claim.` }]
  }
  const [winner] = winners
  if (winner !== undefined && row.holder !== winner) {
    return [{ kind: 'contested', subject, explanation: `It was confirmed to ${winner}; ${row.holder} holds it.` }]
  }
  const claimants = rivals.filter(({ outcome }) => outcome !== 'failed').map(({ intent }) => intent.holder)
  if (!claimants.includes(row.holder)) {
    return [{ kind: 'invented', subject, explanation: `${row.holder} holds it without having claimed it.` }]
  }
  if (row.state === 'confirmed') return []
  return [{ kind: 'unfinished', subject, explanation: `It is still "${row.state}" for ${row.holder}.` }]
}
