import { type RegionId, seconds } from '@bicoastal/kernel'
import { lastLines } from '../process/last-lines.js'
import { PartFailedError } from '../process/part-failed.error.js'
import { RunningProgram } from '../process/running-program.js'
import { applicationProgram } from '../stack/repository.js'
import type { StackContext } from '../stack/stack-context.js'
import { maintenanceEnvironment } from './application-environment.js'

/** What `apps/migrate` is told to do. */
export type MigrationStep = 'schema' | 'subscribe'

/**
 * Runs one step of the migrations of a region and waits for it.
 *
 * @throws PartFailedError with the end of its log when it fails, or takes longer than a minute.
 */
export async function migrate(context: StackContext, region: RegionId, step: MigrationStep): Promise<void> {
  const name = `${region}/migrate`
  const logFile = context.files.log(name)
  const running = await RunningProgram.start({
    name,
    command: process.execPath,
    args: [applicationProgram('migrate'), step],
    env: maintenanceEnvironment(context, region, 'migrate', { metrics: context.ports.regions[region].workerMetrics }),
    logFile,
  })
  context.records.processes.add(name, running.pid)
  const timer = setTimeout(() => void running.kill(), seconds(60))
  const exit = await running.exited
  clearTimeout(timer)
  context.records.processes.remove(name, running.pid)
  if (exit.code === 0) return
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code}`
  throw new PartFailedError(name, `${how} in step "${step}".${lastLines(logFile)}`, logFile)
}
