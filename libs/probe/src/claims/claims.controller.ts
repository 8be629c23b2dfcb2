import { ClaimTakenError } from '@bicoastal/claims'
import { Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { ClaimNotFoundError } from './claim-not-found.error.js'
import {
  type ClaimBody,
  type ClaimDocument,
  type ClaimPath,
  claimBodySchema,
  claimPathSchema,
  claimSchema,
} from './claim.schema.js'
import { ProbeClaims } from './probe-claims.js'

/** The claims of `/probe/claims`. */
@ApiTags('probe')
@Controller('probe/claims')
@Roles('ops')
export class ClaimsController {
  constructor(private readonly claims: ProbeClaims) {}

  @ApiOperation({ summary: 'Claim a key: in both regions together it has one holder' })
  @Post(':key')
  @HttpCode(HttpStatus.OK)
  @Problems(ClaimTakenError)
  @ResponseBody(claimSchema)
  claim(
    @RequestParams(claimPathSchema) { key }: ClaimPath,
    @RequestBody(claimBodySchema) { holder }: ClaimBody,
  ): Promise<ClaimDocument> {
    return this.claims.claim(key, holder)
  }

  @ApiOperation({ summary: 'Read who holds a key' })
  @Get(':key')
  @Problems(ClaimNotFoundError)
  @ResponseBody(claimSchema)
  read(@RequestParams(claimPathSchema) { key }: ClaimPath): Promise<ClaimDocument> {
    return this.claims.read(key)
  }
}
