import { type ExecutionContext, createParamDecorator } from '@nestjs/common'
import { ApiHeader } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { Problems } from '../openapi/problems.js'
import { IdempotencyKeyInvalidError } from './idempotency-key-invalid.error.js'

const HEADER = 'idempotency-key'

const KeyHeader = createParamDecorator((need: 'required' | 'optional', context: ExecutionContext) =>
  readIdempotencyKey(context.switchToHttp().getRequest<FastifyRequest>().headers[HEADER], need),
)

/**
 * The key in an `Idempotency-Key` header.
 *
 * @throws IdempotencyKeyInvalidError when it is needed and missing, sent twice, or not 1 to 255 visible ASCII characters.
 */
export function readIdempotencyKey(header: string | string[] | undefined, need: 'required' | 'optional') {
  if (header === undefined) {
    if (need === 'optional') return undefined
    throw new IdempotencyKeyInvalidError('This request needs an Idempotency-Key.')
  }
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header
  throw new IdempotencyKeyInvalidError('The Idempotency-Key is not 1 to 255 visible ASCII characters.')
}

/**
 * The request's `Idempotency-Key`: `string`, or `string | undefined` where it is optional.
 *
 * What is created under a key gets the id `derivedId(caller.subject, '<METHOD> <route>', key)` (kernel): the same request
 * accepted twice, in one region or in both, is one row by merge. Who finds the row already there compares what was
 * asked, and throws `IdempotencyKeyReusedError` when it differs.
 */
export function IdempotencyKey(need: 'required' | 'optional' = 'required'): ParameterDecorator {
  return (target, method, index) => {
    KeyHeader(need)(target, method, index)
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method)
    if (method === undefined || descriptor === undefined) return
    ApiHeader({
      name: 'Idempotency-Key',
      required: need === 'required',
      description: 'Makes the request safe to repeat: 1 to 255 visible ASCII characters.',
    })(target, method, descriptor)
    Problems(IdempotencyKeyInvalidError)(target, method, descriptor)
  }
}
