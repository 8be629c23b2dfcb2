/** Values of postgresql.conf. */
export type PostgresSettings = Readonly<Record<string, string | number | boolean>>

/** What replication between regions needs of every server, measured on PostgreSQL 18. */
export const REPLICATION_SETTINGS: PostgresSettings = {
  wal_level: 'logical',
  max_connections: 120,
  // 8, the default, silently stops new subscriptions.
  max_worker_processes: 32,
  max_logical_replication_workers: 16,
  max_wal_senders: 20,
  max_replication_slots: 20,
  // An apply worker that lost a race starts again after this; the default is 5 s.
  wal_retrieve_retry_interval: '500ms',
  // A cut link holds connections open in silence; this is how the sides notice.
  wal_sender_timeout: '10s',
  wal_receiver_timeout: '10s',
  // A standby says this often that it is alive; a frozen one is noticed by its silence, long before a timeout.
  wal_receiver_status_interval: '1s',
  // A peer that stays away must not fill this region's disk; what is lost is resynced.
  max_slot_wal_keep_size: '2GB',
  hot_standby_feedback: true,
}

/** How much of the machine one server of many may take. */
export const SMALL_SERVER: PostgresSettings = {
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  autovacuum_max_workers: 2,
  max_parallel_workers_per_gather: 0,
}

/** Speed over safety, for servers whose data is thrown away: a crash of the machine, not of the server, loses data. */
export const DISPOSABLE: PostgresSettings = { fsync: false, full_page_writes: false }

/** Renders postgresql.conf, one quoted setting a line. `includes` are read afterwards and win. */
export function renderSettings(settings: PostgresSettings, includes: readonly string[] = []): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`)
  return [...lines, ...includes.map((file) => `include = ${quoted(file)}`), ''].join('\n')
}

function quoted(value: string | number | boolean): string {
  const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : `${value}`
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
