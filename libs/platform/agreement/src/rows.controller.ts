import { RegionConfig } from '@bicoastal/config'
import { RequestBody } from '@bicoastal/http'
import { peerOf } from '@bicoastal/kernel'
import { PeerOnly } from '@bicoastal/region'
import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { z } from 'zod'
import { rowReferenceSchema, versionSchema } from './row-reference.js'
import { RowVersions } from './row-versions.js'
import { ROWS_PATH } from './rows.path.js'

const questionSchema = z.strictObject({
  ...rowReferenceSchema.shape,
  /** The highest version that the asking region has issued for the row. */
  includes: versionSchema,
  /** How long the asking region waits, milliseconds. */
  patience: z.int().min(0).max(30_000),
})

/** Tells the peer what this region knows of a row, once it knows all that the peer wrote to it. */
@PeerOnly()
@Controller(ROWS_PATH)
export class RowsController {
  constructor(
    private readonly versions: RowVersions,
    private readonly config: RegionConfig,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async witness(
    @RequestBody(questionSchema) question: z.infer<typeof questionSchema>,
  ): Promise<{ version: string | null }> {
    const { table, key, includes, patience } = question
    const own = this.config.region
    const known = await this.versions.awaitVersion({ table, key }, peerOf(own), BigInt(includes), patience)
    return { version: known ? String(known[own]) : null }
  }
}
