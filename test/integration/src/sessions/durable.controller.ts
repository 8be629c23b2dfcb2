import { Transactions } from '@bicoastal/database'
import { Durability, RequestBody, RequestParams, text } from '@bicoastal/http'
import { Controller, Put } from '@nestjs/common'
import { z } from 'zod'

const pathSchema = z.strictObject({ key: text(1, 100) })
const bodySchema = z.strictObject({ value: text(1, 100) })

const WRITE = `
  INSERT INTO probe_registers (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`

/** A route whose writes are to be on both disks, although nobody asks for it. */
@Controller('durable-registers')
export class DurableController {
  constructor(private readonly transactions: Transactions) {}

  @Put(':key')
  @Durability('global')
  async write(
    @RequestParams(pathSchema) { key }: z.output<typeof pathSchema>,
    @RequestBody(bodySchema) { value }: z.output<typeof bodySchema>,
  ) {
    await this.transactions.run((manager) => manager.query(WRITE, [key, value]))
    return { key, value }
  }
}
