import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { RegisterIntent, RegisterReceipt } from '../workloads/registers.js'
import type { RegisterState } from '../states/registers.js'
import type { Finding } from './finding.js'

/**
 * Last write wins: the value of every register is that of the acknowledged write with the highest version, or that of
 * an undetermined write whose version is higher still. `states` is keyed by the register's key.
 */
export function checkRegisters(
  attempts: readonly Attempt<RegisterIntent, RegisterReceipt>[],
  states: ReadonlyMap<string, RegisterState>,
): Finding[] {
  return [...Map.groupBy(attempts, (attempt) => attempt.intent.key)].flatMap(([key, writes]) =>
    checkRegister(`register ${key}`, writes, states.get(key)),
  )
}

function checkRegister(
  subject: string,
  writes: readonly Attempt<RegisterIntent, RegisterReceipt>[],
  state: RegisterState | undefined,
): Finding[] {
  const winner = writes
    .filter(isAcknowledged)
    .toSorted((one, other) => (one.receipt.version < other.receipt.version ? 1 : -1))
    .at(0)
  if (state === undefined) {
    if (winner === undefined) return []
    return [
      { kind: 'lost', subject, explanation: `"${winner.intent.value}" was acknowledged; the register is not there.` },
    ]
  }
  if (winner !== undefined && state.version < winner.receipt.version) {
    const explanation = `"${winner.intent.value}" was acknowledged with version ${winner.receipt.version}; the register is at "${state.value}" with the lower version ${state.version}.`
    return [{ kind: 'lost', subject, explanation }]
  }
  const mayBeThere = writes.filter((write) => isUndetermined(write) || write === winner)
  if (mayBeThere.some((write) => write.intent.value === state.value)) return []
  const promised = winner === undefined ? 'nothing was acknowledged' : `"${winner.intent.value}" was acknowledged last`
  return [{ kind: 'invented', subject, explanation: `It holds "${state.value}", but ${promised}.` }]
}
