import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { DeletionIntent, DeletionReceipt } from '../workloads/deletions.js'
import type { Finding } from './finding.js'

/**
 * What was deleted stays deleted whatever was changed in it elsewhere; what nobody deleted is there.
 * `deleted` is keyed by the product's id.
 */
export function checkDeletions(
  attempts: readonly Attempt<DeletionIntent, DeletionReceipt>[],
  deleted: ReadonlyMap<string, boolean>,
): Finding[] {
  const deletions = attempts.filter((attempt) => attempt.intent.verb === 'delete')
  const gone = new Set(deletions.filter(isAcknowledged).flatMap(({ receipt }) => (receipt.done ? [receipt.id] : [])))
  const mayBeGone = new Set(deletions.filter(isUndetermined).map((attempt) => attempt.intent.product))
  const created = attempts.filter((attempt) => attempt.intent.verb === 'create').filter(isAcknowledged)
  return created.flatMap(({ receipt: { id } }): Finding[] => {
    const subject = `product ${id}`
    const state = deleted.get(id)
    if (state === undefined)
      return [{ kind: 'lost', subject, explanation: 'It was created; not even a tombstone is there.' }]
    if (gone.has(id) && !state)
      return [{ kind: 'resurrected', subject, explanation: 'Its deletion was acknowledged; it is there again.' }]
    if (!gone.has(id) && !mayBeGone.has(id) && state)
      return [{ kind: 'invented', subject, explanation: 'It is deleted, and nobody deleted it.' }]
    return []
  })
}
