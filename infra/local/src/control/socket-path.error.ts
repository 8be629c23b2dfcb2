import { BicoastalError } from '@bicoastal/kernel'

/** The directory of a stack has a path in which no unix socket can be made. */
export class SocketPathError extends BicoastalError {
  readonly code = 'socket_path_too_long'
  readonly advice = 'Put the stack into a directory with a shorter path: ./scripts/up --dir /tmp/stack'

  constructor(path: string, longest: number) {
    super(`The control socket ${path} cannot be made: its path has more than ${longest} bytes.`)
  }
}

/** True when `error` says that a socket's path is too long. */
export function isSocketPathError(error: unknown): error is SocketPathError {
  return error instanceof SocketPathError
}
