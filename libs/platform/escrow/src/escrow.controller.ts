import { RowVersions } from '@bicoastal/agreement'
import { RegionConfig } from '@bicoastal/config'
import { RequestBody } from '@bicoastal/http'
import { peerOf } from '@bicoastal/kernel'
import { PeerOnly } from '@bicoastal/region'
import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common'
import { z } from 'zod'
import { escrowReferenceSchema } from './escrow-reference.js'
import { ESCROW_PATH } from './escrow.path.js'
import { Escrows } from './escrows.js'

const questionSchema = z.strictObject({
  ...escrowReferenceSchema.shape,
  /** How much the asking region lacks. */
  wanted: z.int().min(1),
  /** The version of what the asking region wrote to the row. */
  includes: z.string().regex(/^\d{1,19}$/),
  /** How long the asking region waits for that to arrive here, milliseconds. */
  patience: z.int().min(0).max(30_000),
})

/** Hands rights to the peer when it asks. */
@PeerOnly()
@Controller(ESCROW_PATH)
export class EscrowController {
  constructor(
    private readonly escrows: Escrows,
    private readonly versions: RowVersions,
    private readonly config: RegionConfig,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async handOver(
    @RequestBody(questionSchema) question: z.infer<typeof questionSchema>,
  ): Promise<{ version: string | null; left: number }> {
    const { table, column, key, wanted, includes, patience } = question
    const escrow = { table, column, key }
    const own = this.config.region
    // What is on its way here, the row itself or rights, is in neither region's hands: without it "nobody has it" would be wrong.
    const arrived = await this.versions.awaitVersion(escrow, peerOf(own), BigInt(includes), patience)
    const { given, here } = await this.escrows.handOver(escrow, wanted)
    if (!arrived && given < wanted) return { version: null, left: here }
    const known = await this.versions.of(escrow)
    return { version: String(known[own]), left: here }
  }
}
