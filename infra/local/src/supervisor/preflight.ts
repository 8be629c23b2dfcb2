import { mkdirSync, statfsSync } from 'node:fs'
import { isBindable } from '../ports/bindable.js'
import { ownerOfPort } from '../ports/port-owner.js'
import { PortTakenError } from '../ports/port-taken.error.js'
import { postgresBinaries } from '../postgres/binaries.js'
import { findProgram } from '../process/find-program.js'
import { type PortPlan, portUses } from '../stack/port-plan.js'
import { DiskFullError } from './disk-full.error.js'

/** Two regions with two databases each, their logs, and room to work. */
const NEEDED_BYTES = 1024 ** 3

/**
 * Checks what can be checked before anything is started.
 *
 * @throws MissingProgramError, MissingBinariesError, PortTakenError, DiskFullError: the first that is found.
 */
export async function preflight(directory: string, ports: PortPlan): Promise<void> {
  for (const program of ['setpriv', 'redis-server', 'haproxy']) findProgram(program)
  postgresBinaries()
  mkdirSync(directory, { recursive: true })
  const { bavail, bsize } = statfsSync(directory)
  if (bavail * bsize < NEEDED_BYTES) throw new DiskFullError(directory, bavail * bsize, NEEDED_BYTES)
  await Promise.all(
    portUses(ports).map(async ({ part, port }) => {
      if (!(await isBindable(port))) throw new PortTakenError(part, port, ownerOfPort(port))
    }),
  )
}
