import type { PostgresSettings } from '@bicoastal/local'

/**
 * The same for every server of a comparison, whatever its version. Commits of the benchmarked sessions reach the disk (fsync on,
 * full page writes on) as in production; nothing else happens by itself while something is measured.
 */
export const BENCH_SETTINGS: PostgresSettings = {
  fsync: true,
  full_page_writes: true,
  shared_buffers: '512MB',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  max_slot_wal_keep_size: '-1',
  autovacuum: false,
  jit: false,
}
