import type { PostgresSettings } from '../postgres/settings.js'
import { ROLES } from '../postgres/roles.js'
import type { NodeName } from '../stack/port-plan.js'

/** The file in a data directory with the settings that follow from the node's role; replaced while the server runs. */
export const ROLE_FILE = 'role.conf'

/** The physical replication slot, and the application name, of a node as a standby. */
export const standbySlot = (node: NodeName) => `postgres_${node}`

/**
 * A primary that acknowledges commits only when `standby` has them on disk, and sends nothing to the peer before; or,
 * with `null`, one that waits for nobody.
 */
export function primaryRole(standby: NodeName | null): PostgresSettings {
  const waitedFor = standby ? standbySlot(standby) : ''
  return { synchronous_standby_names: waitedFor, synchronized_standby_slots: waitedFor }
}

/** A standby that streams from the node on `primaryPort`, and copies its logical slots. */
export function standbyRole(node: NodeName, primaryPort: number, replicationPassword: string): PostgresSettings {
  const connection = {
    host: '127.0.0.1',
    port: primaryPort,
    user: ROLES.replication,
    password: replicationPassword,
    // Copying logical slots runs queries, and those need a database.
    dbname: 'postgres',
    application_name: standbySlot(node),
    connect_timeout: 3,
  }
  const pairs = Object.entries(connection).map(([key, value]) => `${key}=${value}`)
  return { ...primaryRole(null), primary_conninfo: pairs.join(' '), primary_slot_name: standbySlot(node) }
}
