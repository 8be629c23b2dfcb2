import { join } from 'node:path'
import { type RegionId, seconds } from '@bicoastal/kernel'
import { findProgram } from '../process/find-program.js'
import { untilReady } from '../process/readiness.js'
import { RunningProgram } from '../process/running-program.js'
import { HAPROXY_DIRECTORY } from '../stack/repository.js'
import type { StackContext } from '../stack/stack-context.js'
import { SupervisedProgram } from '../supervision/supervised-program.js'
import { answersOk } from './http-probe.js'

const here = (port: number | undefined) => `127.0.0.1:${port}`

/** The edge in front of both regions. */
export function globalEdgePart(context: StackContext): SupervisedProgram {
  const { edge, edgeStatistics, regions } = context.ports
  return edgePart(context, 'global/edge', 'global.cfg', edge, edgeStatistics, {
    EAST_EDGE: here(regions.east.edge),
    WEST_EDGE: here(regions.west.edge),
  })
}

/** The edge of one region: HTTP, and the way to the databases. */
export function regionalEdgePart(context: StackContext, region: RegionId): SupervisedProgram {
  const ports = context.ports.regions[region]
  return edgePart(context, `${region}/edge`, 'regional.cfg', ports.edge, ports.edgeStatistics, {
    BIND_POSTGRES_WRITES: here(ports.postgresWrites),
    BIND_POSTGRES_READS: here(ports.postgresReads),
    API_1: here(ports.api[0]),
    API_2: here(ports.api[1]),
    POSTGRES_A: here(ports.postgres.a),
    POSTGRES_B: here(ports.postgres.b),
    POSTGRES_A_REST: `${ports.postgresRest.a}`,
    POSTGRES_B_REST: `${ports.postgresRest.b}`,
  })
}

function edgePart(
  { files, records }: StackContext,
  name: string,
  configuration: string,
  port: number,
  statistics: number,
  environment: Readonly<Record<string, string>>,
): SupervisedProgram {
  const log = files.log(name)
  return new SupervisedProgram(
    {
      name,
      port,
      log,
      // Soft stop: connections that are busy may finish.
      grace: seconds(3),
      launch: () =>
        RunningProgram.start({
          name,
          command: findProgram('haproxy'),
          args: ['-db', '-f', join(HAPROXY_DIRECTORY, configuration)],
          env: { ...process.env, ...environment, BIND_EDGE: here(port), BIND_STATISTICS: here(statistics) },
          logFile: log,
          stopSignal: 'SIGUSR1',
        }),
      ready: (running) => untilReady(running, seconds(10), () => answersOk(statistics, '/metrics')),
    },
    records,
  )
}
