import { BicoastalError } from '@bicoastal/kernel'

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`

/** The disk has no room for a stack. */
export class DiskFullError extends BicoastalError {
  readonly code = 'disk_full'
  readonly advice: string

  constructor(directory: string, freeBytes: number, neededBytes: number) {
    super(
      `The disk of ${directory} has ${megabytes(freeBytes)} left; two regions need ${megabytes(neededBytes)}, so nothing was started.`,
    )
    this.advice = 'Free some space, or put the stack elsewhere: ./scripts/up --dir /path/on/another/disk'
  }
}

/** True when `error` says that the disk is full. */
export function isDiskFullError(error: unknown): error is DiskFullError {
  return error instanceof DiskFullError
}
