import { applyDecorators } from '@nestjs/common'
import { ApiResponse } from '@nestjs/swagger'
import type { z } from 'zod'

/** Documents what a handler answers. Does not check it: the handler's types do. */
export function ResponseBody(schema: z.ZodType, { status = 200, description = '' } = {}): MethodDecorator {
  return applyDecorators(ApiResponse({ status, description, standardSchema: schema }))
}
