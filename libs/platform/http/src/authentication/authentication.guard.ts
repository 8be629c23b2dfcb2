import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyRequest } from 'fastify'
import type { Caller, Role } from './caller.js'
import { RoleMissingError } from './role-missing.error.js'
import { TokenVerifier } from './token-verifier.js'
import { UnauthenticatedError } from './unauthenticated.error.js'

/** The roles that may call a handler; empty means any caller with a valid token. */
export const AcceptedRoles = Reflector.createDecorator<readonly Role[]>()

const callers = new WeakMap<FastifyRequest, Caller>()

/** The verified caller of a request, `undefined` where the route asks for none. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request)
}

/** Lets verified callers with an accepted role pass. Put on protected routes only, by `@Roles()`: it costs the others nothing. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const token = bearerToken(request.headers.authorization)
    const caller = this.verifier.recall(token) ?? (await this.verifier.verify(token))
    const accepted = this.reflector.getAllAndOverride(AcceptedRoles, [context.getHandler(), context.getClass()]) ?? []
    if (accepted.length > 0 && !accepted.some((role) => caller.roles.includes(role))) {
      throw new RoleMissingError(accepted)
    }
    callers.set(request, caller)
    return true
  }
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw new UnauthenticatedError('The request has no token.')
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? []
  if (token === undefined) {
    throw new UnauthenticatedError('The authorization header is not "Bearer <token>".', authorization.length)
  }
  return token
}
