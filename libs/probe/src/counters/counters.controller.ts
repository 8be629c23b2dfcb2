import { EveryRequestCounts, Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { CounterNotFoundError } from './counter-not-found.error.js'
import {
  type CounterAddition,
  type CounterDocument,
  type CounterPath,
  counterAdditionSchema,
  counterPathSchema,
  counterSchema,
} from './counter.schema.js'
import { Counters } from './counters.js'

/** The counters of `/probe/counters`. */
@ApiTags('probe')
@Controller('probe/counters')
@Roles('ops')
export class CountersController {
  constructor(private readonly counters: Counters) {}

  @ApiOperation({ summary: 'Add to a counter: what both regions added is summed' })
  @Post(':key')
  @EveryRequestCounts()
  @HttpCode(HttpStatus.OK)
  @ResponseBody(counterSchema)
  add(
    @RequestParams(counterPathSchema) { key }: CounterPath,
    @RequestBody(counterAdditionSchema) { by }: CounterAddition,
  ): Promise<CounterDocument> {
    return this.counters.add(key, by)
  }

  @ApiOperation({ summary: 'Read a counter' })
  @Get(':key')
  @Problems(CounterNotFoundError)
  @ResponseBody(counterSchema)
  read(@RequestParams(counterPathSchema) { key }: CounterPath): Promise<CounterDocument> {
    return this.counters.read(key)
  }
}
