import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** A process as a message names it. */
export interface PortOwner {
  readonly pid: number
  readonly program: string
}

const LISTENING = '0A'

/** Which process listens on a TCP port of this machine; `undefined` when none does or it may not be looked at. */
export function ownerOfPort(port: number): PortOwner | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(read(table), port))
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return undefined
  const pid = list('/proc').find((entry) => /^\d+$/.test(entry) && holdsOneOf(entry, sockets))
  return pid === undefined ? undefined : { pid: Number(pid), program: read(`/proc/${pid}/comm`).trim() }
}

/** The inodes of sockets that listen on `port`, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const [local, state, inode] = [fields[1], fields[3], fields[9]]
    return local?.endsWith(suffix) && state === LISTENING && inode ? [inode] : []
  })
}

function holdsOneOf(pid: string, sockets: ReadonlySet<string>): boolean {
  return list(`/proc/${pid}/fd`).some((descriptor) => sockets.has(target(`/proc/${pid}/fd/${descriptor}`)))
}

// Processes come and go while being looked at, and those of other users may not be looked at: both mean "not found".
const list = (directory: string) => attempt(() => readdirSync(directory), [])
const read = (file: string) => attempt(() => readFileSync(file, 'utf8'), '')
const target = (link: string) => attempt(() => readlinkSync(link), '')

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
