import { applyDecorators } from '@nestjs/common'
import { ApiExtension } from '@nestjs/swagger'
import type { HttpProblemClass } from '../problem/http-problem.js'

/** Marks, in an operation of the document being built, the problems that become its responses. */
export const PROBLEM_EXTENSION = 'x-problem-'

/** Documents the problems that a controller or handler answers with; adds to those declared elsewhere. */
export function Problems(...problems: readonly HttpProblemClass[]): ClassDecorator & MethodDecorator {
  return applyDecorators(
    ...problems.map(({ definition }) => ApiExtension(`${PROBLEM_EXTENSION}${definition.code}`, definition)),
  )
}
