/** Publication that carries the replicated tables to the peer. */
export const PEER_PUBLICATION = 'bicoastal'

/** Publication that the region's own relay reads: outbox and cache invalidation. */
export const RELAY_PUBLICATION = 'bicoastal_relay'
