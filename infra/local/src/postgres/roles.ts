import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The database of the service. */
export const DATABASE = 'bicoastal'

/** The login roles of a server: administrator, application, replication (standby, relay, subscription of the peer). */
export const ROLES = { admin: 'postgres', application: 'bicoastal_app', replication: 'bicoastal_replication' } as const

/** What a login role is for. */
export type Role = keyof typeof ROLES

/** One password a role. */
export type Passwords = Readonly<Record<Role, string>>

/** The passwords kept in `file`; random ones, safe inside a URL, are written there first when there is none. */
export function keptPasswords(file: string): Passwords {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  const passwords: Passwords = { admin: password(), application: password(), replication: password() }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}

const password = () => randomBytes(18).toString('base64url')

/** The address of the database for a role, on this machine. */
export function databaseUrl(role: Role, passwords: Passwords, port: number, database: string = DATABASE): string {
  return `postgresql://${ROLES[role]}:${passwords[role]}@127.0.0.1:${port}/${database}`
}
