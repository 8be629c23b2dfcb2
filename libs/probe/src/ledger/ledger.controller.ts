import {
  IdempotencyKey,
  IdempotencyKeyReusedError,
  Problems,
  RequestBody,
  RequestParams,
  RequestQuery,
  ResponseBody,
  Roles,
} from '@bicoastal/http'
import { Controller, Get, HttpStatus, Post } from '@nestjs/common'
import { ApiOperation, ApiTags } from '@nestjs/swagger'
import { EntryNotFoundError } from './entry-not-found.error.js'
import { Ledger } from './ledger.js'
import {
  type EntryDocument,
  type EntryPath,
  type LedgerDocument,
  type LedgerQuery,
  type NewEntry,
  entryPathSchema,
  entrySchema,
  ledgerQuerySchema,
  ledgerSchema,
  newEntrySchema,
} from './ledger.schema.js'

/** The ledger of `/probe/ledger`. */
@ApiTags('probe')
@Controller('probe/ledger')
@Roles('ops')
export class LedgerController {
  constructor(private readonly ledger: Ledger) {}

  @ApiOperation({ summary: 'Write an entry that never changes; once for each Idempotency-Key' })
  @Post()
  @Problems(IdempotencyKeyReusedError)
  @ResponseBody(entrySchema, { status: HttpStatus.CREATED })
  append(
    @RequestBody(newEntrySchema) entry: NewEntry,
    @IdempotencyKey('optional') key: string | undefined,
  ): Promise<EntryDocument> {
    return this.ledger.append(key, entry)
  }

  @ApiOperation({ summary: 'Read the entries of an account' })
  @Get()
  @ResponseBody(ledgerSchema)
  list(@RequestQuery(ledgerQuerySchema) { account }: LedgerQuery): Promise<LedgerDocument> {
    return this.ledger.list(account)
  }

  @ApiOperation({ summary: 'Read an entry' })
  @Get(':id')
  @Problems(EntryNotFoundError)
  @ResponseBody(entrySchema)
  show(@RequestParams(entryPathSchema) { id }: EntryPath): Promise<EntryDocument> {
    return this.ledger.show(id)
  }
}
