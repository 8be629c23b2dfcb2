import type { ProblemDefinition, RequestFault } from './http-problem.js'

/** The media type of every error response (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8'

/** The body of every error response. */
export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly advice: string
  /** Names this occurrence; the log line of an internal error carries the same. */
  readonly instance?: string
  readonly faults?: readonly RequestFault[]
}

/** The body that tells a caller about one occurrence of a problem. */
export function problemDetails(
  definition: ProblemDefinition,
  detail: string,
  extra: Pick<ProblemDetails, 'instance' | 'faults'> = {},
): ProblemDetails {
  const { code, status, title, advice } = definition
  return { type: `urn:bicoastal:problem:${code}`, title, status, code, detail, advice, ...extra }
}
