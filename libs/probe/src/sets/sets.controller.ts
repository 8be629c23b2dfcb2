import { Problems, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Delete, Get, Put } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { SetNotFoundError } from './set-not-found.error.js'
import {
  type ElementPath,
  type SetDocument,
  type SetPath,
  elementPathSchema,
  setPathSchema,
  setSchema,
} from './set.schema.js'
import { Sets } from './sets.js'

/** The sets of `/probe/sets`. */
@ApiTags('probe')
@Controller('probe/sets')
@Roles('ops')
export class SetsController {
  constructor(private readonly sets: Sets) {}

  @ApiOperation({ summary: 'Add an element to a set: an addition wins over a concurrent removal' })
  @Put(':key/:element')
  @ResponseBody(setSchema)
  add(@RequestParams(elementPathSchema) { key, element }: ElementPath): Promise<SetDocument> {
    return this.sets.add(key, element)
  }

  @ApiOperation({ summary: 'Remove an element from a set' })
  @Delete(':key/:element')
  @Problems(SetNotFoundError)
  @ResponseBody(setSchema)
  remove(@RequestParams(elementPathSchema) { key, element }: ElementPath): Promise<SetDocument> {
    return this.sets.remove(key, element)
  }

  @ApiOperation({ summary: 'Read a set' })
  @Get(':key')
  @Problems(SetNotFoundError)
  @ResponseBody(setSchema)
  read(@RequestParams(setPathSchema) { key }: SetPath): Promise<SetDocument> {
    return this.sets.read(key)
  }
}
