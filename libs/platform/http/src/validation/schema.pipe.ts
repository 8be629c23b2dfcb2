import type { PipeTransform } from '@nestjs/common'
import type { z } from 'zod'
import type { RequestFault } from '../problem/http-problem.js'
import { InvalidRequestError } from '../problem/invalid-request.error.js'

/** zod repeats what it was given in some messages; nobody needs a megabyte of it back. */
const LONGEST_MESSAGE = 200

/** Parses one part of a request by its schema. */
export class SchemaPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(
    private readonly schema: Schema,
    private readonly part: RequestFault['in'],
  ) {}

  /** @throws InvalidRequestError listing what does not fit. */
  transform(value: unknown): z.output<Schema> {
    const parsed = this.schema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new InvalidRequestError(
      parsed.error.issues.map((issue) => ({
        in: this.part,
        field: issue.path.map(String).join('.').slice(0, LONGEST_MESSAGE),
        message: issue.message.slice(0, LONGEST_MESSAGE),
      })),
    )
  }
}
