import { PositionWatch, type RequestOutcome, RequestSession, RequestSessions, inSession } from '@bicoastal/database'
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DurableRoute } from './durability.decorator.js'
import { CONSISTENCY_HEADER, DURABILITY_HEADER, SESSION_HEADER, demandsOf } from './session-demands.js'

const SESSION = Symbol('bicoastal:session')

type Done = (error: Error | null, payload?: unknown) => void

type RequestInSession = FastifyRequest & { [SESSION]?: RequestSession }

/**
 * Gives every request a session, in the asynchronous context of its handler, and tells the caller what became of it. As
 * Fastify hooks, without a promise where nothing is to be found out: each request pays for this.
 */
@Injectable()
export class SessionHooks implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly sessions: RequestSessions,
    private readonly watch: PositionWatch,
  ) {}

  onModuleInit(): void {
    const server = this.adapter.httpAdapter.getInstance<FastifyInstance>()
    server.addHook('onRequest', (request: RequestInSession, _reply, done) => {
      try {
        const { durability } = request.routeOptions.config as DurableRoute
        request[SESSION] = new RequestSession(demandsOf(request.headers, durability))
        done()
      } catch (error) {
        done(error as Error)
      }
    })
    // Not earlier: reading a body leaves the asynchronous context.
    server.addHook('preHandler', (request: RequestInSession, _reply, done) => {
      const session = request[SESSION]
      if (session) inSession(session, done)
      else done()
    })
    server.addHook('onSend', (request: RequestInSession, reply, payload, done: Done) => {
      const session = request[SESSION]
      if (session?.touchedPrimary) return void this.#tellOfTransactions(session, reply, payload, done)
      if (session) announce(reply, this.sessions.ofReads(session))
      done(null, payload)
    })
  }

  onApplicationBootstrap(): void {
    this.watch.start()
  }

  async #tellOfTransactions(session: RequestSession, reply: FastifyReply, payload: unknown, done: Done): Promise<void> {
    let failure: Error | null = null
    try {
      announce(reply, await this.sessions.ofTransactions(session, reply.statusCode < 400))
    } catch (error) {
      failure = error as Error
    }
    done(failure, payload)
  }
}

function announce(reply: FastifyReply, outcome: RequestOutcome): void {
  if (outcome.token !== undefined) reply.header(SESSION_HEADER, outcome.token)
  if (outcome.stale) reply.header(CONSISTENCY_HEADER, 'stale')
  if (outcome.durability) reply.header(DURABILITY_HEADER, outcome.durability)
}
