import { EscrowContendedError, EscrowExhaustedError, EscrowHeldByPeerError } from '@bicoastal/escrow'
import { EveryRequestCounts, Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { EscrowNotFoundError } from './escrow-not-found.error.js'
import {
  type EscrowAmount,
  type EscrowDocument,
  type EscrowPath,
  escrowAmountSchema,
  escrowPathSchema,
  escrowSchema,
} from './escrow.schema.js'
import { ProbeEscrows } from './probe-escrows.js'

/** The escrows of `/probe/escrows`. */
@ApiTags('probe')
@Controller('probe/escrows')
@Roles('ops')
export class EscrowsController {
  constructor(private readonly escrows: ProbeEscrows) {}

  @ApiOperation({ summary: 'Grant to an escrow: what both regions granted is summed' })
  @Post(':key/grant')
  @EveryRequestCounts()
  @HttpCode(HttpStatus.OK)
  @ResponseBody(escrowSchema)
  grant(
    @RequestParams(escrowPathSchema) { key }: EscrowPath,
    @RequestBody(escrowAmountSchema) { by }: EscrowAmount,
  ): Promise<EscrowDocument> {
    return this.escrows.grant(key, by)
  }

  @ApiOperation({ summary: 'Spend from an escrow: never more than was granted, in both regions together' })
  @Post(':key/spend')
  @EveryRequestCounts()
  @HttpCode(HttpStatus.OK)
  @Problems(EscrowExhaustedError, EscrowHeldByPeerError, EscrowContendedError)
  @ResponseBody(escrowSchema)
  spend(
    @RequestParams(escrowPathSchema) { key }: EscrowPath,
    @RequestBody(escrowAmountSchema) { by }: EscrowAmount,
  ): Promise<EscrowDocument> {
    return this.escrows.spend(key, by)
  }

  @ApiOperation({ summary: 'Read an escrow' })
  @Get(':key')
  @Problems(EscrowNotFoundError)
  @ResponseBody(escrowSchema)
  read(@RequestParams(escrowPathSchema) { key }: EscrowPath): Promise<EscrowDocument> {
    return this.escrows.read(key)
  }
}
