import type { Random } from './random.js'

/** One request of a workload, before it is made. */
export interface Operation<Intent = unknown, Receipt = unknown> {
  /** Names operations of one kind, such as `PUT register`; outages are measured per name. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query on the global edge. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly role: 'customer' | 'merchant' | 'ops'
  /** What a checker has to know about this request afterwards. */
  readonly intent: Intent
  /**
   * Statuses, or codes of problems, beside 2xx that are an answer to this question rather than a failure, such as
   * "somebody else has it".
   */
  readonly alsoAnswers?: readonly (number | string)[]
  /** Takes from the answer's JSON what the service promised. An answer of another shape is an error. */
  readonly receipt: (answer: unknown, response: ResponseFacts) => Receipt
}

/** What a receipt may need beside the body. */
export interface ResponseFacts {
  readonly status: number
  /** The value of a response header, by its name in lower case. */
  header(name: string): string | undefined
}

/** A stream of requests whose effects a checker can verify afterwards. */
export interface Workload<Intent = unknown, Receipt = unknown> {
  readonly name: string
  readonly perSecond: number
  next(random: Random): Operation<Intent, Receipt>
}
