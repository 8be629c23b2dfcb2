import { type CanActivate, type ExecutionContext, UseGuards, applyDecorators } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Problems } from '../openapi/problems.js'
import { IdempotencyKeyRefusedError } from './idempotency-key-refused.error.js'

const refusal: CanActivate = {
  canActivate(context: ExecutionContext): boolean {
    if (context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'] !== undefined) {
      throw new IdempotencyKeyRefusedError()
    }
    return true
  },
}

/**
 * For handlers that add: every request they answer has counted. They refuse an `Idempotency-Key`, which would be a
 * promise they cannot keep: the edge repeats a request that carries one in the other region, and it would be added
 * twice.
 */
export const EveryRequestCounts = () => applyDecorators(UseGuards(refusal), Problems(IdempotencyKeyRefusedError))
