import { InvalidConfigurationError, type MigrationConfig, type RegionConfig } from '@bicoastal/config'
import { planSubscribe, subscribe } from '@bicoastal/convergence'
import { peerOf, seconds } from '@bicoastal/kernel'
import { exclusively, withConnection } from './connections.js'
import type { Outcome } from './outcome.js'

/** What `migrate subscribe` works with. */
export interface SubscribeCommand {
  readonly database: MigrationConfig
  readonly region: RegionConfig['region']
  readonly planOnly: boolean
  /** Told what is going on when it takes longer. */
  readonly say: (line: string) => void
}

/**
 * Lets one region receive what its peer writes.
 *
 * @throws DatabaseUnreachableError or PeerNotReadyError, after which trying again helps; WrongPeerError; InvalidConfigurationError without a peer.
 */
export async function migrateSubscription({ database, region, planOnly, say }: SubscribeCommand): Promise<Outcome> {
  const peer = peerOf(region)
  const peerUrl = database.peerUrl?.reveal()
  if (peerUrl === undefined) {
    throw new InvalidConfigurationError([{ variable: 'PEER_DATABASE_URL', fault: 'is not set; subscribe needs it' }])
  }
  const hereAddress = {
    name: `The database of ${region}`,
    url: database.url.reveal(),
    advice: 'Check ADMIN_DATABASE_URL and that the server runs (its log says why not), then run this again.',
    patience: seconds(10),
  }
  const peerAddress = {
    name: `The database of the peer, ${peer},`,
    url: peerUrl,
    advice: `This region goes on alone and loses nothing. Run this again when ${peer} and the link to it are back.`,
    patience: seconds(5),
  }
  return await withConnection(hereAddress, (here) =>
    exclusively(
      here,
      () => say('another migration of this database is running; waiting for it'),
      () =>
        withConnection(peerAddress, async (there) => {
          const ends = { region, here, peer: there, peerUrl }
          return { changes: planOnly ? await planSubscribe(ends) : await subscribe(ends), planOnly }
        }),
    ),
  )
}
