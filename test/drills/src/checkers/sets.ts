import { type Attempt, isAcknowledged, isUndetermined } from '../history/attempt.js'
import type { SetIntent } from '../workloads/sets.js'
import type { Finding } from './finding.js'

type SetAttempt = Attempt<SetIntent, null>

/**
 * Add wins: an element is there when an acknowledged addition began after every removal had ended, and not there when an
 * acknowledged removal began in the one region that had made all the additions, after they had ended. What overlapped may
 * end either way. `sets` is keyed by the set's key.
 */
export function checkSets(attempts: readonly SetAttempt[], sets: ReadonlyMap<string, ReadonlySet<string>>): Finding[] {
  const elements = Map.groupBy(attempts, ({ intent }) => `${intent.element} of set ${intent.key}`)
  return [...elements].flatMap(([subject, group]): Finding[] => {
    const { key, element } = group[0]?.intent ?? { key: '', element: '' }
    const isThere = sets.get(key)?.has(element) ?? false
    const additions = group.filter(({ intent, outcome }) => intent.verb === 'add' && outcome !== 'failed')
    const removals = group.filter(({ intent, outcome }) => intent.verb === 'remove' && outcome !== 'failed')
    if (!isThere && additions.some((addition) => isAcknowledged(addition) && removals.every(endedBefore(addition))))
      return [{ kind: 'lost', subject, explanation: 'It was added after every removal had ended; it is not there.' }]
    if (!isThere) return []
    if (additions.length === 0) return [{ kind: 'invented', subject, explanation: 'Nobody added it; it is there.' }]
    const knowsAll = (removal: SetAttempt) =>
      isAcknowledged(removal) &&
      additions.every((addition) => addition.region === removal.region && endedBefore(removal)(addition))
    if (!removals.some(knowsAll)) return []
    const explanation = 'It was removed where it had been added, and never added again; it is there.'
    return [{ kind: 'resurrected', subject, explanation }]
  })
}

/** Whether an attempt had certainly had its effect, if any, when `later` began. An undetermined one may still have it. */
const endedBefore = (later: SetAttempt) => (attempt: SetAttempt) =>
  !isUndetermined(attempt) && attempt.endedAt < later.startedAt
