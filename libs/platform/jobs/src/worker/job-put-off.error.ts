import { BicoastalError, type Milliseconds } from '@bicoastal/kernel'

/**
 * Thrown by a handler that has to wait for something that is nobody's fault, such as a peer region that cannot be reached: the attempt is
 * rolled back, costs none of the job's attempts, and is repeated later.
 */
export class JobPutOffError extends BicoastalError {
  readonly code = 'job_put_off'
  readonly advice = 'Nothing, it is repeated by itself; when it goes on for long, look at what is waited for.'

  /**
   * @param reason completes "The job waits: ".
   * @param pause how long to wait, about.
   */
  constructor(
    reason: string,
    readonly pause: Milliseconds,
    cause?: unknown,
  ) {
    super(`The job waits: ${reason}.`, { cause })
  }
}

/** True when a handler asked to be called again later. */
export function isJobPutOffError(error: unknown): error is JobPutOffError {
  return error instanceof JobPutOffError
}
