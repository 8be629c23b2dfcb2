import { type ExecutionContext, UseGuards, applyDecorators, createParamDecorator } from '@nestjs/common'
import { ApiBearerAuth } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { Problems } from '../openapi/problems.js'
import { AcceptedRoles, AuthenticationGuard, callerOf } from './authentication.guard.js'
import type { Caller, Role } from './caller.js'
import { KeysUnavailableError } from './keys-unavailable.error.js'
import { RoleMissingError } from './role-missing.error.js'
import { UnauthenticatedError } from './unauthenticated.error.js'

/** Protects a controller or handler: only callers with one of `roles`; without arguments, any caller with a valid token. */
export function Roles(...roles: readonly Role[]) {
  return applyDecorators(
    AcceptedRoles(roles),
    UseGuards(AuthenticationGuard),
    ApiBearerAuth(),
    Problems(UnauthenticatedError, KeysUnavailableError, ...(roles.length > 0 ? [RoleMissingError] : [])),
  )
}

/** The verified {@link Caller}. Only in handlers protected by {@link Roles}. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>())
  if (caller === undefined) throw new TypeError(`${context.getHandler().name} uses @CurrentCaller() without @Roles().`)
  return caller
})
