import { statSync } from 'node:fs'

/** The user and group a program runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** `nobody:nogroup`, present on every Debian and Ubuntu: unprivileged, and nothing has to be created on the machine. */
const NOBODY: Account = { uid: 65534, gid: 65534 }

/**
 * The account Postgres must run as, or `undefined` when that is the present one: Postgres refuses to run as root and
 * refuses a data directory it does not own. Root therefore steps down to the owner of existing data, else to `nobody`.
 */
export function postgresAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const data = statSync(dataDirectory, { throwIfNoEntry: false })
  return data && data.uid !== 0 ? { uid: data.uid, gid: data.gid } : NOBODY
}
