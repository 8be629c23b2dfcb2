import { join } from 'node:path'
import { eventually, seconds } from '@bicoastal/kernel'
import { PartFailedError, RunningProgram } from '@bicoastal/local'
import type { Environment } from '../single/test-region.js'

/** A Node program that serves HTTP. */
export interface ServerProgram {
  /** Names it in messages and names its log file. */
  readonly name: string
  /** The compiled script. */
  readonly script: string
  /** Its whole environment; it must listen on `HTTP_PORT`. */
  readonly environment: Environment
  /** The log becomes `<logDirectory>/<name>.log`. */
  readonly logDirectory: string
  /** A path that answers below 500 once it serves. */
  readonly readyPath: string
}

/**
 * Starts a program and waits until it serves. It ends with this process at the latest.
 *
 * @throws PartFailedError when it ended instead of serving.
 * @throws ConditionNotMetError when it does not serve within 20 s; it is killed then. Both name its log.
 */
export async function startServerProgram(program: ServerProgram): Promise<RunningProgram> {
  const logFile = join(program.logDirectory, `${program.name}.log`)
  const { name, script, environment } = program
  const running = await RunningProgram.start({
    name,
    command: process.execPath,
    args: [script],
    logFile,
    env: { ...environment, NODE_ENV: 'production' },
  })
  const url = `http://127.0.0.1:${environment['HTTP_PORT']}${program.readyPath}`
  try {
    await eventually(async () => running.exit !== undefined || (await fetch(url)).status < 500, {
      awaited: `${name} to answer ${url} (its log: ${logFile})`,
      deadline: seconds(20),
    })
  } catch (error) {
    await running.kill()
    throw error
  }
  if (running.exit) throw new PartFailedError(name, `ended with code ${running.exit.code} instead of serving.`, logFile)
  return running
}
