import { once } from 'node:events'
import { type Milliseconds, REGIONS, peerOf, seconds } from '@bicoastal/kernel'
import { PartFailedError } from '../process/part-failed.error.js'
import { RunningProgram } from '../process/running-program.js'
import { ownProgram } from '../stack/repository.js'
import type { PortPlan } from '../stack/port-plan.js'
import type { StackContext } from '../stack/stack-context.js'
import { SupervisedProgram } from '../supervision/supervised-program.js'
import { ALL_CLEAR, type LinkFaults } from './link-fault.js'
import type { LinkEntrance } from './link-proxy.js'
import type { LinkMessage } from './main.js'

const LISTENS_WITHIN: Milliseconds = seconds(10)

/** The link between the regions as a part of the stack. Faults outlive a crash of its process. */
export class LinkPart extends SupervisedProgram {
  readonly #faults: { current: LinkFaults }

  constructor(context: StackContext) {
    const faults = { current: ALL_CLEAR }
    const name = 'link'
    const log = context.files.log(name)
    const entrances = linkEntrances(context.ports)
    super(
      {
        name,
        port: null,
        log,
        launch: () =>
          RunningProgram.start({
            name,
            command: process.execPath,
            args: [ownProgram('link/main.js')],
            logFile: log,
            messages: true,
          }),
        ready: async (running) => {
          const listening = once(running.child, 'message', { signal: AbortSignal.timeout(LISTENS_WITHIN) })
          tell(running, { faults: faults.current })
          tell(running, { listen: entrances })
          const ended = running.exited.then(() => {
            throw new PartFailedError(name, 'ended while starting.', log)
          })
          await Promise.race([listening, ended])
        },
      },
      context.records,
    )
    this.#faults = faults
  }

  /** What is wrong with the network now. */
  get faults(): LinkFaults {
    return this.#faults.current
  }

  /** Replaces the faults, at once and for open connections as well. */
  setFaults(faults: LinkFaults): void {
    this.#faults.current = faults
    if (this.running) tell(this.running, { faults })
  }
}

/** The ports in each region that lead to the peer's database and edge. */
export function linkEntrances(ports: PortPlan): LinkEntrance[] {
  return REGIONS.flatMap((from) => {
    const [near, far] = [ports.regions[from], ports.regions[peerOf(from)]]
    return [
      { from, port: near.linkToPostgres, targetPort: far.postgresWrites },
      { from, port: near.linkToEdge, targetPort: far.edge },
    ]
  })
}

function tell(running: RunningProgram, message: LinkMessage): void {
  running.child.send(message)
}
