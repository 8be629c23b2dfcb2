import { Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get, Put } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { RegisterNotFoundError } from './register-not-found.error.js'
import {
  type RegisterDocument,
  type RegisterPath,
  type RegisterWrite,
  registerPathSchema,
  registerSchema,
  registerWriteSchema,
} from './register.schema.js'
import { Registers } from './registers.js'

/** The registers of `/probe/registers`. */
@ApiTags('probe')
@Controller('probe/registers')
@Roles('ops')
export class RegistersController {
  constructor(private readonly registers: Registers) {}

  @ApiOperation({ summary: 'Overwrite a register: the last write of both regions wins' })
  @Put(':key')
  @ResponseBody(registerSchema)
  write(
    @RequestParams(registerPathSchema) { key }: RegisterPath,
    @RequestBody(registerWriteSchema) { value }: RegisterWrite,
  ): Promise<RegisterDocument> {
    return this.registers.write(key, value)
  }

  @ApiOperation({ summary: 'Read a register' })
  @Get(':key')
  @Problems(RegisterNotFoundError)
  @ResponseBody(registerSchema)
  read(@RequestParams(registerPathSchema) { key }: RegisterPath): Promise<RegisterDocument> {
    return this.registers.read(key)
  }
}
