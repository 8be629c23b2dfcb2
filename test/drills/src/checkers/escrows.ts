import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { EscrowIntent, EscrowReceipt } from '../workloads/escrows.js'
import type { Finding } from './finding.js'

type EscrowAttempt = Attempt<EscrowIntent, EscrowReceipt>

/**
 * Never below zero: what was acknowledged as spent is at most what was granted, and what is left is what was granted less
 * what was spent, up to the undetermined. `left` is keyed by the escrow's key.
 */
export function checkEscrows(attempts: readonly EscrowAttempt[], left: ReadonlyMap<string, bigint>): Finding[] {
  return [...Map.groupBy(attempts, ({ intent }) => intent.key)].flatMap(([key, group]): Finding[] => {
    const subject = `escrow ${key}`
    const granted = sumsOf(group.filter(({ intent }) => intent.verb === 'grant'))
    const spent = sumsOf(group.filter(({ intent }) => intent.verb === 'spend'))
    const value = left.get(key) ?? 0n
    const books = `${granted.certain} to ${granted.possible} granted, ${spent.certain} to ${spent.possible} spent, ${value} left`
    if (value < 0n || spent.certain > granted.possible) return [{ kind: 'oversold', subject, explanation: `${books}.` }]
    if (value < granted.certain - spent.possible)
      return [{ kind: 'lost', subject, explanation: `${books}: a grant is missing, or a spend counted twice.` }]
    if (value > granted.possible - spent.certain)
      return [{ kind: 'duplicate', subject, explanation: `${books}: a spend is missing, or a grant counted twice.` }]
    return []
  })
}

function sumsOf(attempts: readonly EscrowAttempt[]): { readonly certain: bigint; readonly possible: bigint } {
  const sum = (some: readonly EscrowAttempt[]) => some.reduce((total, { intent }) => total + BigInt(intent.by), 0n)
  const certain = sum(attempts.filter(isAcknowledged).filter(({ receipt }) => receipt.done))
  return { certain, possible: certain + sum(attempts.filter(isUndetermined)) }
}
