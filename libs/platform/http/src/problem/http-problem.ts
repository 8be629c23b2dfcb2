import { BicoastalError } from '@bicoastal/kernel'

/** What callers may rely on about one kind of problem. Codes are stable and unique, and listed in the OpenAPI document. */
export interface ProblemDefinition {
  readonly code: string
  /** 4xx, or 5xx where it is ours. */
  readonly status: number
  /** The kind of problem in a few words; the same for every occurrence. */
  readonly title: string
  /** What the caller should do now. */
  readonly advice: string
  /** Seconds after which a repetition makes sense; sent as `retry-after`. */
  readonly retryAfter?: number
}

/** One part of a request that was not accepted. */
export interface RequestFault {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** Dotted path to the field; empty for the whole. */
  readonly field: string
  readonly message: string
}

/** An error whose message is meant for the caller: sent as `application/problem+json`, its message as `detail`. */
export abstract class HttpProblem extends BicoastalError {
  abstract readonly definition: ProblemDefinition
  /** Further response headers. */
  readonly headers: Readonly<Record<string, string>> = {}
  readonly faults: readonly RequestFault[] = []
}

/**
 * A class of {@link HttpProblem}, as `@Problems(...)` documents it; or of another error that has a status, of a library that
 * knows nothing of HTTP beyond that.
 */
export interface HttpProblemClass {
  readonly definition: ProblemDefinition
}

/**
 * The base class of one kind of problem:
 * `class ProductNotFoundError extends httpProblem({ code: 'product_not_found', status: 404, ... }) {}`.
 * The constructor's message is sent to the caller: it names what the caller sent, never our insides.
 */
export function httpProblem(definition: ProblemDefinition) {
  return class extends HttpProblem {
    static readonly definition = definition
    readonly definition = definition
    readonly code = definition.code
    readonly advice = definition.advice
  }
}

/** True for errors meant for the caller. */
export function isHttpProblem(error: unknown): error is HttpProblem {
  return error instanceof HttpProblem
}
