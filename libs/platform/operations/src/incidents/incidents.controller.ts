import { listIncidents, listQuarantine } from '@bicoastal/convergence'
import { RequestQuery, ResponseBody, Roles } from '@bicoastal/http'
import { Controller, Get } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import type { z } from 'zod'
import { PrimarySql } from '../sql/primary-sql.js'
import {
  incidentList,
  incidentQuery,
  quarantineList,
  quarantineQuery,
  showIncident,
  showQuarantined,
} from './incident.schema.js'

/** What is or was wrong with replication into this region. */
@ApiTags('operations')
@Controller('ops')
@Roles('ops')
export class IncidentsController {
  constructor(private readonly sql: PrimarySql) {}

  @ApiOperation({ summary: 'What is wrong with replication into this region, what to do, and what was done' })
  @Get('incidents')
  @ResponseBody(incidentList)
  async incidents(@RequestQuery(incidentQuery) query: z.output<typeof incidentQuery>) {
    const incidents = await this.sql.run((connection) => listIncidents(connection, query))
    return { incidents: incidents.map(showIncident) }
  }

  @ApiOperation({ summary: 'Rows of the peer that this region cannot hold; they are tried again until they fit' })
  @Get('quarantine')
  @ResponseBody(quarantineList)
  async quarantine(@RequestQuery(quarantineQuery) { limit }: z.output<typeof quarantineQuery>) {
    const rows = await this.sql.run((connection) => listQuarantine(connection, limit))
    return { rows: rows.map(showQuarantined) }
  }
}
