import { Body, Param, Query } from '@nestjs/common'
import type { z } from 'zod'
import { requireStrict } from './require-strict.js'
import { SchemaPipe } from './schema.pipe.js'

/**
 * The parsed body of the request; what does not fit, unknown fields included, is a 400 `invalid_request`.
 * The schema also documents the route.
 */
export function RequestBody(schema: z.ZodType): ParameterDecorator {
  requireStrict(schema, 'body')
  return Body({ schema, pipes: [new SchemaPipe(schema, 'body')] })
}

/** The parsed query string. Its values are strings (arrays where a name is repeated): the schema converts them. */
export function RequestQuery(schema: z.ZodType): ParameterDecorator {
  requireStrict(schema, 'query')
  return Query({ schema, pipes: [new SchemaPipe(schema, 'query')] })
}

/** The parsed parameters of the path. */
export function RequestParams(schema: z.ZodType): ParameterDecorator {
  requireStrict(schema, 'path')
  return Param({ schema, pipes: [new SchemaPipe(schema, 'path')] })
}
