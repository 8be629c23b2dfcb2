import type { z } from 'zod'
import type { RequestFault } from '../problem/http-problem.js'
import { InvalidRequestError } from '../problem/invalid-request.error.js'

/** zod repeats what it was given in some messages; nobody needs a megabyte of it back. */
const LONGEST_MESSAGE = 200

/**
 * One part of a request, parsed by its schema.
 *
 * @throws InvalidRequestError listing what does not fit.
 */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  part: RequestFault['in'],
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidRequestError(
    parsed.error.issues.map((issue) => ({
      in: part,
      field: issue.path.map(String).join('.').slice(0, LONGEST_MESSAGE),
      message: issue.message.slice(0, LONGEST_MESSAGE),
    })),
  )
}
