import { type BicoastalError, isBicoastalError } from '@bicoastal/kernel'
import { HttpException } from '@nestjs/common'
import { type HttpProblem, type ProblemDefinition, type RequestFault, isHttpProblem } from './http-problem.js'
import { INTERNAL_ERROR, problemForStatus, problemOfDependency } from './platform-problems.js'

/** One problem as it is told to the caller. */
export interface Occurrence {
  readonly definition: ProblemDefinition
  readonly detail: string
  readonly headers: HttpProblem['headers']
  readonly faults: readonly RequestFault[]
  /** Nobody has foreseen it: the log gets the whole error. */
  readonly unforeseen: boolean
}

/**
 * What to tell the caller about anything that was thrown. Only messages written for callers are passed on: those of
 * {@link HttpProblem}s, and of this project's other errors where they say that the caller is at fault.
 */
export function occurrenceOf(thrown: unknown): Occurrence {
  // Nest wraps the errors of Fastify.
  const error = thrown instanceof HttpException && thrown.cause !== undefined ? thrown.cause : thrown
  if (isHttpProblem(error))
    return { ...foreseen(error.definition, error.message), headers: headersOf(error), faults: error.faults }
  if (isBicoastalError(error) && 'status' in error && typeof error.status === 'number') {
    const definition = definitionOf(error, error.status)
    return foreseen(definition, error.status < 500 ? error.message : definition.title)
  }
  const status = statusOf(error)
  if (status === undefined || status < 400 || status >= 500) {
    return { ...foreseen(INTERNAL_ERROR, 'The request could not be answered.'), unforeseen: true }
  }
  const definition = problemForStatus(status)
  return foreseen(definition, definition.title)
}

function foreseen(definition: ProblemDefinition, detail: string): Occurrence {
  const headers: Record<string, string> = {}
  if (definition.retryAfter !== undefined) headers['retry-after'] = String(definition.retryAfter)
  return { definition, detail: detail.endsWith('.') ? detail : `${detail}.`, headers, faults: [], unforeseen: false }
}

function headersOf(problem: HttpProblem): HttpProblem['headers'] {
  return { ...foreseen(problem.definition, '').headers, ...problem.headers }
}

function definitionOf(error: BicoastalError, status: number): ProblemDefinition {
  const { code, advice } = error
  const general = status < 500 ? 'The request cannot be carried out' : 'The service cannot do this at the moment'
  const { retryAfter, title: own } = error as { retryAfter?: unknown; title?: unknown }
  const title = typeof own === 'string' ? own : general
  return {
    ...(problemOfDependency(code) ?? { code, status, title, advice }),
    ...(typeof retryAfter === 'number' && { retryAfter }),
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus()
  if (typeof error !== 'object' || error === null) return undefined
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined
}
