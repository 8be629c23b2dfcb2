import { type RegionId, seconds } from '@bicoastal/kernel'
import { untilReady } from '../process/readiness.js'
import { RunningProgram } from '../process/running-program.js'
import { TRACING_MODULE, applicationProgram } from '../stack/repository.js'
import type { StackContext } from '../stack/stack-context.js'
import { SupervisedProgram } from '../supervision/supervised-program.js'
import { type InstancePorts, applicationEnvironment, maintenanceEnvironment } from './application-environment.js'
import { answersOk } from './http-probe.js'

/** The api processes of a region: ready when they say so themselves. */
export function apiParts(context: StackContext, region: RegionId): SupervisedProgram[] {
  const { api, apiMetrics } = context.ports.regions[region]
  return api.map((http, index) => {
    const listen = { http, metrics: apiMetrics[index] as number }
    return applicationPart(context, region, 'api', `api-${index + 1}`, listen)
  })
}

/** The worker of a region. */
export function workerPart(context: StackContext, region: RegionId): SupervisedProgram {
  return applicationPart(context, region, 'worker', 'worker', { metrics: context.ports.regions[region].workerMetrics })
}

/** The relay of a region. */
export function relayPart(context: StackContext, region: RegionId): SupervisedProgram {
  return applicationPart(context, region, 'relay', 'relay', { metrics: context.ports.regions[region].relayMetrics })
}

/** The keeper of a region. */
export function keeperPart(context: StackContext, region: RegionId): SupervisedProgram {
  const listen = { metrics: context.ports.regions[region].keeperMetrics }
  const env = maintenanceEnvironment(context, region, 'keeper', listen)
  return applicationPart(context, region, 'keeper', 'keeper', listen, env)
}

function applicationPart(
  context: StackContext,
  region: RegionId,
  application: string,
  instance: string,
  listen: InstancePorts,
  env = applicationEnvironment(context, region, instance, listen),
): SupervisedProgram {
  const name = `${region}/${instance}`
  const log = context.files.log(name)
  const [port, path] = listen.http === undefined ? [listen.metrics, '/metrics'] : [listen.http, '/health/ready']
  return new SupervisedProgram(
    {
      name,
      port,
      log,
      // Longer than the applications give themselves.
      grace: seconds(35),
      launch: () =>
        RunningProgram.start({
          name,
          command: process.execPath,
          args: [...(env['TRACES'] === 'on' ? ['--import', TRACING_MODULE] : []), applicationProgram(application)],
          env,
          logFile: log,
        }),
      ready: (running) => untilReady(running, seconds(60), () => answersOk(port, path)),
    },
    context.records,
  )
}
