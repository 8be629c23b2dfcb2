import { eventually, seconds } from '@bicoastal/kernel'

/** Which servers HAProxy sends requests to: `backend/server` -> up. */
export type ServerStatuses = Readonly<Record<string, boolean>>

/** Reads the CSV of HAProxy's statistics page. */
export function parseServerStatuses(csv: string): ServerStatuses {
  const [header = '', ...lines] = csv.trim().split('\n')
  const columns = header.replace('# ', '').split(',')
  const column = (fields: readonly string[], name: string) => fields[columns.indexOf(name)] ?? ''
  const servers = lines
    .map((line) => line.split(','))
    .filter((fields) => !['FRONTEND', 'BACKEND'].includes(column(fields, 'svname')))
  return Object.fromEntries(
    servers.map((fields) => [
      `${column(fields, 'pxname')}/${column(fields, 'svname')}`,
      // "UP 1/2" is on its way down and still gets requests; "no check" gets them always.
      /^(UP|no check)/.test(column(fields, 'status')),
    ]),
  )
}

/** Asks an HAProxy, by the port of its statistics page; rejects when it does not answer. */
export async function serverStatuses(statisticsPort: number): Promise<ServerStatuses> {
  const response = await fetch(`http://127.0.0.1:${statisticsPort}/;csv`, { signal: AbortSignal.timeout(1000) })
  return parseServerStatuses(await response.text())
}

/**
 * Waits until HAProxy sends requests to all of `servers`, given as `backend/server`; `backend/*` means one of them.
 *
 * @throws ConditionNotMetError after 20 s, naming them.
 */
export async function untilServersUp(statisticsPort: number, servers: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      const statuses = await serverStatuses(statisticsPort)
      return servers.every((server) => isUp(statuses, server))
    },
    { awaited: `HAProxy (statistics on port ${statisticsPort}) to use ${servers.join(', ')}`, deadline: seconds(20) },
  )
}

function isUp(statuses: ServerStatuses, server: string): boolean {
  if (!server.endsWith('/*')) return statuses[server] === true
  return Object.entries(statuses).some(([name, up]) => up && name.startsWith(server.slice(0, -1)))
}
