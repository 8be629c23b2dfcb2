/**
 * What else a process needs to serve requests, beside its database. Where nothing provides it, nothing else is needed.
 */
export abstract class ReadinessCondition {
  /** As `/health/ready` names it. */
  abstract readonly name: string
  /** Why the process cannot serve requests, for people; `null` when it can. Costs nothing. */
  abstract reasonAgainst(): string | null
}
