import { REGIONS, isRegionId } from '@bicoastal/kernel'
import { type LinkFault, changeFaults } from '../link/link-fault.js'
import { rollingRestart } from '../supervisor/rolling-restart.js'
import { setClock } from '../supervisor/set-clock.js'
import { startRegion } from '../supervisor/start-region.js'
import type { Supervisor } from '../supervisor/supervisor.js'
import { UnknownRouteError } from './unknown-route.error.js'
import { readClockOffset, readFaultChange, readSignal } from './request-body.js'

/** Answers one request: the value becomes the JSON body. */
export type RouteHandler = (parameters: readonly string[], body: unknown) => unknown

/** A method and a path whose groups become the handler's parameters. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  readonly handle: RouteHandler
}

/** Everything that can be asked of, or ordered from, a supervisor. Orders are answered when they are carried out. */
export function controlRoutes(supervisor: Supervisor): readonly Route[] {
  const { stack } = supervisor
  const { events } = stack.context.records
  return [
    get(/^\/$/, () => supervisor.info()),
    get(/^\/processes$/, () => stack.parts.map((part) => part.describe())),
    get(/^\/databases$/, () => supervisor.databases()),
    get(/^\/events$/, () => events.latest()),
    get(/^\/link$/, () => stack.link.faults),
    post(/^\/link$/, (_, body) => {
      const { from, ...change } = readFaultChange(body)
      stack.link.setFaults(changeFaults(stack.link.faults, change as Partial<LinkFault>, from))
      events.record('link', JSON.stringify(stack.link.faults))
      return stack.link.faults
    }),
    post(/^\/processes\/(.+)\/(stop|start|kill)$/, async ([name = '', order = ''], body) => {
      const part = stack.part(name)
      const signal = order === 'kill' ? readSignal(body) : undefined
      events.record(name, signal ? `${signal} by order` : `${order} by order`)
      if (signal) part.kill(signal)
      else await part[order as 'stop' | 'start']()
      return part.describe()
    }),
    post(/^\/regions\/([a-z]+)\/(kill|start)$/, async ([name = '', order]) => {
      if (!isRegionId(name)) throw new UnknownRouteError(`region ${name}; there are ${REGIONS.join(' and ')}`)
      events.record(name, `${order} of the whole region by order`)
      await (order === 'kill' ? stack.regions[name].destroy() : startRegion(stack, name))
      return stack.regions[name].parts.map((part) => part.describe())
    }),
    post(/^\/regions\/([a-z]+)\/clock$/, async ([name = ''], body) => {
      if (!isRegionId(name)) throw new UnknownRouteError(`region ${name}; there are ${REGIONS.join(' and ')}`)
      const offset = readClockOffset(body)
      events.record(name, offset === null ? "the machine's clock by order" : `clock off by ${offset} ms by order`)
      await setClock(stack.regions[name], offset)
      return { offset }
    }),
    post(/^\/rolling-restart$/, async () => {
      await rollingRestart(stack.regions, events)
      return stack.parts.map((part) => part.describe())
    }),
    post(/^\/stop$/, () => supervisor.stop()),
  ]
}

const get = (path: RegExp, handle: RouteHandler): Route => ({ method: 'GET', path, handle })
const post = (path: RegExp, handle: RouteHandler): Route => ({ method: 'POST', path, handle })
