import { InvalidConfigurationError, type MigrationConfig } from '@bicoastal/config'
import {
  type Change,
  type InstallOptions,
  PEER_PUBLICATION,
  publish,
  type SqlConnection,
  unpublishedColumns,
} from '@bicoastal/convergence'
import { eventually, isConditionNotMetError, peerOf, seconds } from '@bicoastal/kernel'
import { withConnection } from './connections.js'
import { PeerAheadError } from './peer-ahead.error.js'

/** How long to wait for the peer's keeper to send what was written there before. */
const PATIENCE = seconds(60)

/**
 * Publishes tables and columns that are new, as far as the peer has them; without any it asks nobody. When this returns, programs
 * may write to them.
 *
 * @throws DatabaseUnreachableError when the peer cannot be asked, PeerAheadError when it has to be waited for: try again.
 */
export async function publishNews(
  here: SqlConnection,
  options: InstallOptions,
  database: MigrationConfig,
  say: (line: string) => void,
): Promise<readonly Change[]> {
  if ((await unpublishedColumns(here, options)).length === 0) return []
  const peer = peerOf(options.region)
  const url = database.peerUrl?.reveal()
  if (url === undefined) {
    throw new InvalidConfigurationError([{ variable: 'PEER_DATABASE_URL', fault: 'is not set; new columns need it' }])
  }
  const address = {
    name: `The database of the peer, ${peer},`,
    url,
    advice: `Tables and columns that are new here must not be written to before ${peer} was asked whether it has them. Run this again.`,
    patience: seconds(10),
  }
  return withConnection(address, (there) => untilPublished(here, there, options, say))
}

/** What {@link publishNews} would be about; which of it the peer has a place for is found out when it runs. */
export async function planNews(
  here: SqlConnection,
  options: InstallOptions,
  installation: readonly Change[],
): Promise<readonly Change[]> {
  // A publication that is created publishes everything at once.
  if (installation.some(({ what }) => what === `create publication ${PEER_PUBLICATION}`)) return []
  const news = await unpublishedColumns(here, options)
  if (news.length === 0) return []
  const peer = peerOf(options.region)
  return [{ what: `publish what is new, once ${peer} has it`, sql: news.map((name) => `-- ${name}`).join('\n') }]
}

async function untilPublished(
  here: SqlConnection,
  there: SqlConnection,
  options: InstallOptions,
  say: (line: string) => void,
): Promise<readonly Change[]> {
  const peer = peerOf(options.region)
  const changes: Change[] = []
  let blocked: readonly string[] = []
  const attempt = async () => {
    const before = blocked.length
    const outcome = await publish({ here, peer: there }, options)
    changes.push(...outcome.changes)
    blocked = outcome.blocked
    if (blocked.length > 0 && before === 0)
      say(`${peer} was first with ${blocked.join(', ')}; waiting for what it wrote`)
    if (outcome.ahead.length > 0)
      say(`${peer} does not have yet, so they stay in this region: ${outcome.ahead.join(', ')}`)
    return blocked.length === 0
  }
  try {
    await eventually(attempt, { awaited: `what ${peer} wrote to new columns`, deadline: PATIENCE, interval: 500 })
  } catch (error) {
    if (isConditionNotMetError(error) && error.cause === undefined) throw new PeerAheadError(peer, blocked)
    throw isConditionNotMetError(error) ? error.cause : error
  }
  return changes
}
