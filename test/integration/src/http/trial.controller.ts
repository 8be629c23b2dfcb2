import {
  type Caller,
  CurrentCaller,
  IdempotencyKey,
  JsonText,
  RequestBody,
  RequestParams,
  RequestQuery,
  Roles,
  text,
  uuid,
} from '@bicoastal/http'
import { BicoastalError } from '@bicoastal/kernel'
import { Controller, Get, Post } from '@nestjs/common'
import { z } from 'zod'

export const thingSchema = z.strictObject({ name: text(1, 20), size: z.strictObject({ width: z.int() }) })
const pathSchema = z.strictObject({ id: uuid() })
const querySchema = z.strictObject({ limit: z.coerce.number().int().max(50).optional() })

/** Says that a dependency is away, with something in its message that callers must not see. */
class DependencyAwayError extends BicoastalError {
  readonly code = 'dependency_away'
  readonly advice = 'Repeat the request.'
  readonly status = 503
  readonly retryAfter = 7
}

/** Routes that use each part of `@bicoastal/http` once. */
@Controller('things')
export class TrialController {
  @Post()
  create(@RequestBody(thingSchema) thing: z.output<typeof thingSchema>) {
    return thing
  }

  @Get(':id')
  @JsonText()
  show(@RequestParams(pathSchema) { id }: z.output<typeof pathSchema>): string {
    return `{ "id": "${id}" }`
  }

  @Get()
  page(@RequestQuery(querySchema) query: z.output<typeof querySchema>) {
    return query
  }

  @Post('orders')
  order(@IdempotencyKey() key: string) {
    return { key }
  }

  @Post('notes')
  note(@IdempotencyKey('optional') key: string | undefined) {
    return { key: key ?? null }
  }

  @Get('caller/any')
  @Roles()
  caller(@CurrentCaller() caller: Caller) {
    return caller
  }

  @Get('caller/merchant')
  @Roles('merchant')
  merchant(@CurrentCaller() caller: Caller) {
    return caller
  }

  @Get('broken/bug')
  bug(): never {
    throw new TypeError('the password is hunter2')
  }

  @Get('broken/dependency')
  dependency(): never {
    throw new DependencyAwayError('connect ECONNREFUSED 10.0.0.7:5432')
  }
}
