import { BicoastalError } from '@bicoastal/kernel'

/** Two classes claim the jobs of one name; which of them ran would be chance. */
export class DuplicateJobHandlerError extends BicoastalError {
  readonly code = 'duplicate_job_handler'
  readonly advice = 'Give each job definition one handler class, and provide that class in one module.'

  constructor(name: string, first: string, second: string) {
    super(`The jobs "${name}" have two handlers, ${first} and ${second}, so the worker does not start.`)
  }
}

/** True when `error` says that two handlers claim the same jobs. */
export function isDuplicateJobHandlerError(error: unknown): error is DuplicateJobHandlerError {
  return error instanceof DuplicateJobHandlerError
}
