import type { OpenAPIObject } from '@nestjs/swagger'
import type { ProblemDefinition } from '../problem/http-problem.js'
import { InvalidRequestError } from '../problem/invalid-request.error.js'
import { MalformedJsonError } from '../problem/malformed-json.error.js'
import { PLATFORM_PROBLEMS } from '../problem/platform-problems.js'
import { PROBLEM_EXTENSION } from './problems.js'

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']> & Record<string, unknown>

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const
const CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/**
 * Turns what `@Problems()` noted in each operation into its error responses, and returns every problem there is:
 * the table of codes that callers may rely on.
 */
export function addProblemResponses(document: OpenAPIObject): readonly ProblemDefinition[] {
  const all = new Map(PLATFORM_PROBLEMS.map((problem) => [problem.code, problem]))
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as Operation | undefined
      if (operation === undefined) continue
      const problems = [...inputProblems(operation), ...takeDeclared(operation)]
      for (const problem of problems) all.set(problem.code, problem)
      for (const [status, same] of Map.groupBy(problems, (problem) => problem.status)) {
        const description = same.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' ')
        operation.responses[String(status)] ??= { description, content: CONTENT }
      }
      operation.responses['default'] = { description: 'Any other problem.', content: CONTENT }
    }
  }
  return [...all.values()].toSorted((one, other) => one.status - other.status || one.code.localeCompare(other.code))
}

function inputProblems({ parameters, requestBody }: Operation): readonly ProblemDefinition[] {
  const body = requestBody === undefined ? [] : [MalformedJsonError.definition]
  return requestBody === undefined && !parameters?.length ? [] : [InvalidRequestError.definition, ...body]
}

function takeDeclared(operation: Operation): readonly ProblemDefinition[] {
  const keys = Object.keys(operation).filter((key) => key.startsWith(PROBLEM_EXTENSION))
  return keys.map((key) => {
    const problem = operation[key] as ProblemDefinition
    delete operation[key]
    return problem
  })
}
