import { UnexpectedAnswerError } from './unexpected-answer.error.js'

/** The value of `field` in a JSON answer. @throws UnexpectedAnswerError when it is not there. */
export function fieldOf(answer: unknown, field: string): unknown {
  if (typeof answer !== 'object' || answer === null || !(field in answer)) {
    throw new UnexpectedAnswerError(field, answer)
  }
  return (answer as Record<string, unknown>)[field]
}

/** The text in `field` of a JSON answer. @throws UnexpectedAnswerError when there is none. */
export function textOf(answer: unknown, field: string): string {
  const value = fieldOf(answer, field)
  if (typeof value !== 'string') throw new UnexpectedAnswerError(field, answer)
  return value
}
