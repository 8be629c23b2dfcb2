import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Client } from 'pg'
import type { DatabaseNode } from './database-node.js'
import { primaryRole, standbyRole } from './role-settings.js'

const LAUNCH_LIMIT: Milliseconds = seconds(10)

/**
 * Makes the primary of a standby. The caller has ended the old primary. The standby answers as a primary that waits
 * for nobody when this resolves; when it rejects, how far it came is unknown.
 */
export async function promote(standby: DatabaseNode, oldPrimaryPort: number): Promise<void> {
  const { node, passwords } = standby.options
  if (!standby.isStandbyCopy && !standby.running) throw new Error(`${standby.name} is not a finished copy`)
  await standby.launch(standbyRole(node, oldPrimaryPort, passwords.replication), LAUNCH_LIMIT)
  standby.assume(primaryRole(null))
  const client = new Client({
    connectionString: standby.adminUrl,
    connectionTimeoutMillis: 2000,
    query_timeout: 12_000,
  })
  await client.connect()
  try {
    await client.query('SELECT pg_promote(wait => true, wait_seconds => 10)')
  } finally {
    await client.end()
  }
  await standby.untilWritable(seconds(5))
}
