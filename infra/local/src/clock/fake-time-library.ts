import { existsSync, rmSync } from 'node:fs'
import { MissingProgramError } from '../process/missing-program.error.js'

const PLACES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`,
)

/**
 * The library that shows a program another time.
 *
 * @throws MissingProgramError naming the package to install.
 */
export function findFakeTimeLibrary(): string {
  const found = PLACES.find((place) => existsSync(place))
  if (found === undefined) throw new MissingProgramError('libfaketime')
  return found
}

/** Removes what the library leaves in shared memory when its process is killed. */
export function removeFakeTimeLeftovers(pid: number): void {
  for (const name of ['faketime_shm_', 'sem.faketime_sem_']) rmSync(`/dev/shm/${name}${pid}`, { force: true })
}
