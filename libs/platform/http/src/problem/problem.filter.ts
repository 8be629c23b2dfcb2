import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProblemResponder } from './problem-responder.js'

/** Answers whatever handlers and hooks throw with problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly responder: ProblemResponder) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    this.responder.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>())
  }
}
