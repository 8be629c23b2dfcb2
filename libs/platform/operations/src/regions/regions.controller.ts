import { type Caller, CurrentCaller, Problems, RequestBody, RequestParams, ResponseBody, Roles } from '@bicoastal/http'
import { REGIONS } from '@bicoastal/kernel'
import {
  PeerCannotTakeOverError,
  PeerRefusedError,
  PeerUnreachableError,
  REGION_SWITCHES,
  RegionSwitching,
  type SwitchAnswer,
  switchAnswer,
} from '@bicoastal/region'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { z } from 'zod'
import { type RegionsDocument, regionsDocument } from './region-overview.js'
import { Regions } from './regions.js'

const pathSchema = z.strictObject({ id: z.enum(REGIONS), switch: z.enum(REGION_SWITCHES) })
const orderSchema = z.strictObject({ force: z.boolean().default(false) }).prefault({})

/** Both regions, and the switches that move callers between them. */
@ApiTags('operations')
@Controller('ops/regions')
@Roles('ops')
export class RegionsController {
  constructor(
    private readonly regions: Regions,
    private readonly switching: RegionSwitching,
  ) {}

  @ApiOperation({ summary: 'States, health, positions and lag of both regions' })
  @Get()
  @ResponseBody(regionsDocument)
  read(): Promise<RegionsDocument> {
    return this.regions.read()
  }

  @ApiOperation({
    summary: 'drain: writes leave a region; evacuate: everything does; return: it catches up and takes all',
  })
  @Post(':id/:switch')
  @HttpCode(HttpStatus.OK)
  @Problems(PeerCannotTakeOverError, PeerUnreachableError, PeerRefusedError)
  @ResponseBody(switchAnswer)
  throw(
    @RequestParams(pathSchema) path: z.output<typeof pathSchema>,
    @RequestBody(orderSchema) { force }: z.output<typeof orderSchema>,
    @CurrentCaller() { subject }: Caller,
  ): Promise<SwitchAnswer> {
    return this.switching.throw(path.id, path.switch, { by: subject, force })
  }
}
