import { z } from 'zod'

/** The key of a probe row: safe in a URL, a log line and a shell, and its own primary key in both regions. */
export const probeKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,200}$/, { error: 'must be 1 to 200 of A-Z a-z 0-9 . _ : -' })
  .meta({ example: 'drill-7:register-3' })
