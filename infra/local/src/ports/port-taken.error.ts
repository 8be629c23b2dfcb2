import { BicoastalError } from '@bicoastal/kernel'
import type { PortOwner } from './port-owner.js'

/** A port that a part of the stack needs is used by another program. */
export class PortTakenError extends BicoastalError {
  readonly code = 'port_taken'
  readonly advice: string

  constructor(part: string, port: number, owner: PortOwner | undefined) {
    const who = owner ? `${owner.program} (pid ${owner.pid})` : 'another program'
    super(`Port ${port}, which ${part} needs, is taken by ${who}.`)
    this.advice = 'Stop that program, or move the whole stack: ./scripts/up --port-offset 1000 --dir .local/other'
  }
}

/** True when `error` says that a port is taken. */
export function isPortTakenError(error: unknown): error is PortTakenError {
  return error instanceof PortTakenError
}
