import { listVerifications, readVerification, requestVerification } from '@bicoastal/convergence'
import { type Caller, CurrentCaller, Problems, RequestParams, ResponseBody, Roles, uuid } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { z } from 'zod'
import { PrimarySql } from '../sql/primary-sql.js'
import { VerificationNotFoundError } from './verification-not-found.error.js'
import {
  type VerificationDocument,
  showVerification,
  verificationDocument,
  verificationList,
} from './verification.schema.js'

const SHOWN = 20
const pathSchema = z.strictObject({ id: uuid() })

/** Comparisons of both regions. This region's keeper carries them out; asking does not wait for it. */
@ApiTags('operations')
@Controller('ops')
@Roles('ops')
export class VerificationController {
  constructor(private readonly sql: PrimarySql) {}

  @ApiOperation({ summary: 'The latest comparisons of the regions, and what differed' })
  @Get('verify')
  @ResponseBody(verificationList)
  async list() {
    const records = await this.sql.run((connection) => listVerifications(connection, SHOWN))
    return { verifications: records.map(showVerification) }
  }

  @ApiOperation({ summary: 'One comparison' })
  @Get('verify/:id')
  @Problems(VerificationNotFoundError)
  @ResponseBody(verificationDocument)
  async read(@RequestParams(pathSchema) { id }: z.output<typeof pathSchema>): Promise<VerificationDocument> {
    const record = await this.sql.run((connection) => readVerification(connection, id))
    if (record === null) throw new VerificationNotFoundError(id)
    return showVerification(record)
  }

  @ApiOperation({ summary: 'Compare the regions now' })
  @Post('verify')
  @HttpCode(HttpStatus.ACCEPTED)
  @ResponseBody(verificationDocument, { status: HttpStatus.ACCEPTED })
  verify(@CurrentCaller() { subject }: Caller): Promise<VerificationDocument> {
    return this.#request(subject, false)
  }

  @ApiOperation({ summary: 'Compare the regions now, and let each fetch what it lacks' })
  @Post('repair')
  @HttpCode(HttpStatus.ACCEPTED)
  @ResponseBody(verificationDocument, { status: HttpStatus.ACCEPTED })
  repair(@CurrentCaller() { subject }: Caller): Promise<VerificationDocument> {
    return this.#request(subject, true)
  }

  async #request(subject: string, repairs: boolean): Promise<VerificationDocument> {
    return this.sql.run(async (connection) => {
      const id = await requestVerification(connection, { reason: `asked for by ${subject}`, repairs })
      const record = await readVerification(connection, id)
      if (record === null) throw new VerificationNotFoundError(id)
      return showVerification(record)
    })
  }
}
