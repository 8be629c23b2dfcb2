import type { Workload } from './workload.js'

/** Which element was to be added to, or removed from, which set. */
export interface SetIntent {
  readonly verb: 'add' | 'remove'
  readonly key: string
  readonly element: string
}

/** Adds a few elements to a few sets, and removes them, from both regions at once: add wins. */
export function setWorkload(runId: string, perSecond: number): Workload<SetIntent, null> {
  return {
    name: 'sets',
    perSecond,
    next(random) {
      const verb = random.below(3) === 0 ? 'remove' : 'add'
      const intent: SetIntent = { verb, key: `${runId}-${random.below(6)}`, element: `element-${random.below(12)}` }
      return {
        name: verb === 'add' ? 'PUT element' : 'DELETE element',
        method: verb === 'add' ? 'PUT' : 'DELETE',
        path: `/probe/sets/${intent.key}/${intent.element}`,
        role: 'ops',
        // A set that does not exist (here, yet) has nothing to remove.
        alsoAnswers: verb === 'remove' ? [404] : [],
        intent,
        receipt: () => null,
      }
    },
  }
}
