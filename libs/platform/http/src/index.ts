export { callerOf } from './authentication/authentication.guard.js'
export { type Caller, ROLES, type Role } from './authentication/caller.js'
export { CurrentCaller, Roles } from './authentication/roles.js'
export { HttpModule } from './http.module.js'
export { EveryRequestCounts } from './idempotency/every-request-counts.js'
export {
  IdempotencyKeyRefusedError,
  isIdempotencyKeyRefusedError,
} from './idempotency/idempotency-key-refused.error.js'
export { IdempotencyKeyReusedError, isIdempotencyKeyReusedError } from './idempotency/idempotency-key-reused.error.js'
export { IdempotencyKey, readIdempotencyKey } from './idempotency/idempotency-key.js'
export { Problems } from './openapi/problems.js'
export { ResponseBody } from './openapi/response-body.js'
export {
  HttpProblem,
  type HttpProblemClass,
  type ProblemDefinition,
  type RequestFault,
  httpProblem,
  isHttpProblem,
} from './problem/http-problem.js'
export { InvalidRequestError, isInvalidRequestError } from './problem/invalid-request.error.js'
export type { ProblemDetails } from './problem/problem-details.js'
export { BODY_LIMIT, createHttpApplication } from './server/create-http-application.js'
export { JsonText } from './server/json-text.js'
export { serveUntilStopped } from './server/serve-until-stopped.js'
export { Durability } from './session/durability.decorator.js'
export { SessionModule } from './session/session.module.js'
export { RequestBody, RequestParams, RequestQuery } from './validation/request-parts.js'
export { text, uuid } from './validation/text.js'
