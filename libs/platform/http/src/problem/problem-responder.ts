import { randomUUID } from 'node:crypto'
import type { TelemetryConfig } from '@bicoastal/config'
import { Logger } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Occurrence, occurrenceOf } from './occurrence.js'
import { PROBLEM_MEDIA_TYPE, problemDetails } from './problem-details.js'

/** Answers errors with problem details; logs what is our fault, under the instance that the caller is told. */
export class ProblemResponder {
  readonly #logger = new Logger('http')

  constructor(private readonly config: TelemetryConfig) {}

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const occurrence = occurrenceOf(error)
    const { definition, detail, headers, faults } = occurrence
    const ours = definition.status >= 500 ? { instance: `urn:uuid:${randomUUID()}` } : undefined
    if (ours !== undefined) this.#log(error, occurrence, ours.instance, request)
    if (reply.sent) return
    const body = problemDetails(definition, detail, { ...ours, ...(faults.length > 0 && { faults }) })
    void reply.code(definition.status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(body))
  }

  #log(error: unknown, { definition, unforeseen }: Occurrence, instance: string, request: FastifyRequest): void {
    const { status, code } = definition
    const line = { method: request.method, route: request.routeOptions.url, status, code, problem: instance }
    if (unforeseen) this.#logger.error({ ...line, err: error }, 'A request failed for a reason nobody has foreseen.')
    else if (this.config.logRequests !== 'none')
      this.#logger.warn({ ...line, reason: String(error) }, 'A request failed.')
  }
}
