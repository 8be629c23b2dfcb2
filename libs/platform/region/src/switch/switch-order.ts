import { REGIONS } from '@bicoastal/kernel'
import { z } from 'zod'
import { REGION_STATES, REGION_SWITCHES } from './region-table.js'

/** What one region tells the other to do on behalf of an operator. */
export const switchOrder = z.strictObject({
  switch: z.enum(REGION_SWITCHES),
  by: z.string().min(1).max(500),
  force: z.boolean(),
})
export type SwitchOrder = z.output<typeof switchOrder>

/** How the switch of a region stands after an order. */
export const switchAnswer = z.object({
  region: z.enum(REGIONS),
  state: z.enum(REGION_STATES),
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
})
export type SwitchAnswer = z.output<typeof switchAnswer>
