import { Body, type ExecutionContext, Param, Query, createParamDecorator } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { RequestFault } from '../problem/http-problem.js'
import { parsePart } from './parse-part.js'
import { requireStrict } from './require-strict.js'

/**
 * The parsed body of the request; what does not fit, unknown fields included, is a 400 `invalid_request`.
 * The schema also documents the route.
 */
export function RequestBody(schema: z.ZodType): ParameterDecorator {
  return parsed(schema, 'body', Body({ schema }), (request) => request.body)
}

/** The parsed query string. Its values are strings (arrays where a name is repeated): the schema converts them. */
export function RequestQuery(schema: z.ZodType): ParameterDecorator {
  return parsed(schema, 'query', Query({ schema }), (request) => request.query)
}

/** The parsed parameters of the path. */
export function RequestParams(schema: z.ZodType): ParameterDecorator {
  return parsed(schema, 'path', Param({ schema }), (request) => request.params)
}

/**
 * Parses in a parameter factory and not in a pipe: a pipe makes five promises of every request, even one that parses at
 * once. `documented` only tells the OpenAPI document of the parameter; its value is replaced, because Nest fills in
 * parameters in the order in which they are declared.
 */
function parsed(
  schema: z.ZodType,
  part: RequestFault['in'],
  documented: ParameterDecorator,
  read: (request: FastifyRequest) => unknown,
): ParameterDecorator {
  requireStrict(schema, part)
  const parse = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    parsePart(schema, part, read(context.getArgByIndex<FastifyRequest>(0))),
  )
  return (target, method, index) => {
    documented(target, method, index)
    parse()(target, method, index)
  }
}
