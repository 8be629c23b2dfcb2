import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Environment } from '../single/test-region.js'

const run = promisify(execFile)
const repository = new URL('../../../../', import.meta.url)

/** The compiled entry of an application; tests that run one need `tsc -b` before. */
export function applicationScript(name: 'api' | 'worker' | 'relay' | 'keeper' | 'migrate'): string {
  return fileURLToPath(new URL(`apps/${name}/dist/main.js`, repository))
}

/**
 * Brings the schema of every feature into the database of `environment`, as an operator does.
 *
 * @throws an error with what the program printed when it failed.
 */
export async function migrateSchema(environment: Environment): Promise<string> {
  const { stdout } = await run(process.execPath, [applicationScript('migrate'), 'schema'], { env: environment })
  return stdout
}
