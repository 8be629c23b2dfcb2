import type { NodeStatus } from './node-status.js'

const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 }

/** The HTTP status by which Patroni's REST interface answers `path` for a node in `status`. */
export function patroniAnswer(path: string, status: NodeStatus): number {
  const { pathname, searchParams } = new URL(path, 'http://node')
  switch (pathname) {
    case '/primary':
      return status.role === 'primary' ? 200 : 503
    case '/replica':
      return status.role === 'replica' && status.lag <= lagLimit(searchParams.get('lag')) ? 200 : 503
    case '/health':
      return status.role === 'unknown' ? 503 : 200
    default:
      return 404
  }
}

/** Bytes: a plain number, or one with kB, MB or GB. What cannot be read limits nothing, as in Patroni. */
function lagLimit(lag: string | null): number {
  const [, count, unit = ''] = /^(\d+)\s*(kB|MB|GB)?$/i.exec(lag ?? '') ?? []
  return count === undefined ? Infinity : Number(count) * (UNITS[unit.toLowerCase()] ?? 1)
}
