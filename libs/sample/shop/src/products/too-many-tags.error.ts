import { httpProblem } from '@bicoastal/http'
import { MOST_TAGS } from './tag.schema.js'

/** The product has as many tags as it may have. */
export class TooManyTagsError extends httpProblem({
  code: 'too_many_tags',
  status: 422,
  title: 'The product has too many tags',
  advice: 'Remove a tag first.',
}) {
  constructor(id: string) {
    super(`The product ${id} has ${MOST_TAGS} tags already.`)
  }
}

/** True when a product has as many tags as it may have. */
export function isTooManyTagsError(error: unknown): error is TooManyTagsError {
  return error instanceof TooManyTagsError
}
