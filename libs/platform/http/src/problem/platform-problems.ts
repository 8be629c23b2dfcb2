import type { ProblemDefinition } from './http-problem.js'

const definition = (status: number, code: string, title: string, advice: string): ProblemDefinition => ({
  code,
  status,
  title,
  advice,
})

/** Any request may be answered with these, before or beside what its handler declares. */
export const MALFORMED_REQUEST = definition(
  400,
  'malformed_request',
  'The request is not valid HTTP for this server',
  'Check the encoding of the path and the length of the body against content-length.',
)

/** The problem a framework means by the status it gives an error; it has no codes of its own that are stable. */
const BY_STATUS: readonly ProblemDefinition[] = [
  MALFORMED_REQUEST,
  definition(404, 'route_not_found', 'Nothing is served at this path', 'See /docs for what is.'),
  definition(405, 'method_not_allowed', 'This path does not take this method', 'Use a method named in allow.'),
  definition(408, 'request_timeout', 'The request did not arrive in time', 'Send the request again, without pauses.'),
  definition(413, 'body_too_large', 'The body is larger than 1 MiB', 'Send less in one request.'),
  definition(414, 'path_too_long', 'A part of the path is too long', 'Check the id in the path.'),
  definition(
    415,
    'content_type_unsupported',
    'The content type is not supported',
    'Send JSON with content-type: application/json.',
  ),
  definition(431, 'headers_too_large', 'The headers are too large', 'Send fewer or shorter headers.'),
]

const AGAIN = 'Repeat the request after the time in retry-after; the other region may answer at once.'

/** What the platform's libraries throw when a dependency fails; they know nothing of HTTP beyond a status. */
const OF_DEPENDENCIES: readonly ProblemDefinition[] = [
  definition(503, 'database_unavailable', "The region's database is not available", AGAIN),
  definition(503, 'statement_timeout', "The region's database took too long", AGAIN),
  definition(
    503,
    'session_not_yet_visible',
    'What the session has seen is not here yet',
    'Repeat the request after the seconds in retry-after, send it to the region that issued the token, or leave out x-consistency: strict.',
  ),
  definition(503, 'peer_not_caught_up', 'The other region is behind', AGAIN),
  definition(503, 'transaction_conflict', 'Too many wrote the same at once', AGAIN),
  definition(
    504,
    'commit_outcome_unknown',
    'It is not known whether the write took place',
    'Repeat it with the same Idempotency-Key; without one, look whether the write is there first.',
  ),
]

/** Our fault, and not one that anyone has foreseen. */
export const INTERNAL_ERROR = definition(
  500,
  'internal_error',
  'Something went wrong here',
  'Repeat the request later; when it goes on, report the instance.',
)

/** Every problem that does not come from a handler, for the documentation. */
export const PLATFORM_PROBLEMS: readonly ProblemDefinition[] = [...BY_STATUS, ...OF_DEPENDENCIES, INTERNAL_ERROR]

/** What callers are told about the failure of a dependency, where it is a known one. */
export function problemOfDependency(code: string): ProblemDefinition | undefined {
  return OF_DEPENDENCIES.find((problem) => problem.code === code)
}

/** The problem for an error of a framework that carries nothing but a 4xx status. */
export function problemForStatus(status: number): ProblemDefinition {
  return BY_STATUS.find((problem) => problem.status === status) ?? { ...MALFORMED_REQUEST, status }
}
