import { type RegionId, REGION_NUMBERS, peerOf } from '@bicoastal/kernel'
import { PEER_PUBLICATION } from '../install/publication-names.js'
import type { SqlConnection } from '../install/sql-connection.js'

/** The subscription of `region`, in its own database: `from_west` in east. */
export const subscriptionName = (region: RegionId): string => `from_${peerOf(region)}`

/** The slot that feeds the subscription of `region`, in the peer's database: `to_east` in west. */
export const slotName = (region: RegionId): string => `to_${region}`

/** The subscription as this region's catalogue shows it. */
export interface InstalledSubscription {
  readonly connection: string
  readonly slot: string | null
  readonly enabled: boolean
  readonly failover: boolean
  readonly origin: string
  readonly commit: string
  readonly publications: readonly string[]
  /** Tables that it knows of, `schema.table`. */
  readonly tables: readonly string[]
}

/** The slot as the peer shows it. */
export interface PeerSlot {
  readonly active: boolean
  readonly failover: boolean
  readonly sameDatabase: boolean
  /** Why the peer can no longer serve it (it had to give up WAL, for instance); `null` for a sound slot. */
  readonly lost: string | null
}

/** What both sides know about the stream from the peer into `region`. */
export interface SubscriptionState {
  readonly subscription: InstalledSubscription | null
  readonly slot: PeerSlot | null
  /** Tables the peer publishes, `schema.table`; `null` when it has no publication yet. */
  readonly published: readonly string[] | null
  /** The peer's region number; `null` when nothing is installed there. */
  readonly peerNumber: number | null
  /** Deadlock timeout of the subscription's owner in this database, as it was set; `null` when it was not. */
  readonly deadlockTimeout: string | null
  readonly owner: string
  readonly database: string
  /** Tables that exist here, `schema.table`. */
  readonly tables: readonly string[]
}

const SUBSCRIPTION = `
  SELECT s.subconninfo AS connection, s.subslotname::text AS slot, s.subenabled AS enabled, s.subfailover AS failover,
         s.suborigin AS origin, s.subsynccommit AS commit, s.subpublications AS publications,
         ARRAY(SELECT n.nspname || '.' || c.relname FROM pg_subscription_rel r JOIN pg_class c ON c.oid = r.srrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.srsubid = s.oid) AS tables
    FROM pg_subscription s
   WHERE s.subname = $1 AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`

const HERE = `
  SELECT current_user::text AS owner, current_database()::text AS database,
         ARRAY(SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')) AS tables,
         (SELECT split_part(setting, '=', 2) FROM pg_db_role_setting d, unnest(d.setconfig) setting
           WHERE d.setrole = current_user::regrole AND setting LIKE 'deadlock_timeout=%'
             AND d.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) AS timeout`

const SLOT = `
  SELECT active, failover, database = current_database() AS same, coalesce(invalidation_reason, CASE wal_status WHEN 'lost' THEN 'lost' END) AS lost
    FROM pg_replication_slots WHERE slot_name = $1`

const PUBLISHED = `
  SELECT (SELECT array_agg(schemaname || '.' || tablename) FROM pg_publication_tables WHERE pubname = p.pubname) AS tables
    FROM pg_publication p WHERE p.pubname = '${PEER_PUBLICATION}'`

/** Reads both sides; changes nothing. `here` needs a superuser's sight of connection strings, `peer` the replication role. */
export async function readSubscriptionState(
  here: SqlConnection,
  peer: SqlConnection,
  region: RegionId,
): Promise<SubscriptionState> {
  const [subscription] = (await here.query(SUBSCRIPTION, [subscriptionName(region)])).rows
  const [local] = (await here.query(HERE)).rows as {
    owner: string
    database: string
    tables: string[]
    timeout: string | null
  }[]
  const [slot] = (await peer.query(SLOT, [slotName(region)])).rows
  const [publication] = (await peer.query(PUBLISHED)).rows
  if (local === undefined) throw new TypeError('The database did not say who and where we are.')
  return {
    subscription: (subscription as InstalledSubscription | undefined) ?? null,
    slot:
      slot === undefined
        ? null
        : {
            active: slot['active'] as boolean,
            failover: slot['failover'] as boolean,
            sameDatabase: slot['same'] as boolean,
            lost: slot['lost'] as string | null,
          },
    published: publication === undefined ? null : ((publication['tables'] as string[] | null) ?? []),
    peerNumber: publication === undefined ? null : await regionNumber(peer),
    deadlockTimeout: local.timeout,
    owner: local.owner,
    database: local.database,
    tables: local.tables,
  }
}

async function regionNumber(connection: SqlConnection): Promise<number> {
  return (await connection.query('SELECT convergence.region()::int AS number')).rows[0]?.['number'] as number
}

/** True when the peer connection leads to the region it should. */
export function isPeer(state: SubscriptionState, region: RegionId): boolean {
  return state.peerNumber === REGION_NUMBERS[peerOf(region)]
}

/**
 * True when the subscription stands still and nothing of ours is under way: a person disabled it. While failover is turned on it must stand still
 * for a moment; whoever was killed then left it so, and a subscription without failover says so.
 */
export function isDisabledByPerson({ subscription, slot }: SubscriptionState): boolean {
  return subscription !== null && !subscription.enabled && subscription.failover && slot?.failover !== false
}
