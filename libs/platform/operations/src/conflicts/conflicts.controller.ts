import {
  ConflictNotFoundError,
  ConflictNotRestorableError,
  type ConflictPage,
  ConflictSupersededError,
  InvalidConflictCursorError,
  describeReplicated,
  listConflicts,
  restoreConflict,
} from '@bicoastal/convergence'
import { Problems, RequestParams, RequestQuery, ResponseBody, Roles, uuid } from '@bicoastal/http'
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { DataSource } from 'typeorm'
import { z } from 'zod'
import { PrimarySql } from '../sql/primary-sql.js'
import {
  type ConflictDocument,
  conflictDocument,
  conflictPage,
  conflictQuery,
  showConflict,
} from './conflict.schema.js'

const pathSchema = z.strictObject({ id: uuid() })

/** The conflict inbox of this region: each region notes what it merged. */
@ApiTags('operations')
@Controller('ops/conflicts')
@Roles('ops')
export class ConflictsController {
  constructor(
    private readonly sql: PrimarySql,
    private readonly dataSource: DataSource,
  ) {}

  @ApiOperation({ summary: 'Real concurrent overwrites, newest first: what won, what lost, who wrote it' })
  @Get()
  @ResponseBody(conflictPage)
  @Problems(InvalidConflictCursorError)
  async list(@RequestQuery(conflictQuery) query: z.output<typeof conflictQuery>) {
    const filter = {
      limit: query.limit,
      ...(query.table !== undefined && { table: query.table }),
      ...(query.cursor !== undefined && { cursor: query.cursor }),
    }
    const page: ConflictPage = await this.sql.run((connection) => listConflicts(connection, filter))
    return { conflicts: page.conflicts.map(showConflict), next: page.next }
  }

  @ApiOperation({ summary: 'Write the loser again, as a new write; refused when the row was written since' })
  @Post(':id/restore')
  @HttpCode(HttpStatus.OK)
  @ResponseBody(conflictDocument)
  @Problems(ConflictNotFoundError, ConflictNotRestorableError, ConflictSupersededError)
  async restore(@RequestParams(pathSchema) { id }: z.output<typeof pathSchema>): Promise<ConflictDocument> {
    const tables = describeReplicated(this.dataSource.entityMetadatas)
    return showConflict(await this.sql.run((connection) => restoreConflict(connection, tables, id)))
  }
}
