export * from './comparison/compare-regions.js'
export { Merge } from './declaration/merge.js'
export { Replicated } from './declaration/replicated.decorator.js'
export * from './heartbeat.js'
export type { Change } from './install/change.js'
export {
  type InstallOptions,
  type InstallRoles,
  PEER_PUBLICATION,
  RELAY_PUBLICATION,
  type TableName,
} from './install/desired-state.js'
export * from './install/install.js'
export * from './install/region-mismatch.error.js'
export * from './install/relay-slot-taken.error.js'
export * from './install/relay-slot.js'
export type { SqlConnection } from './install/sql-connection.js'
export * from './install/tables-in-use.error.js'
export * from './install/unmet-prerequisites.error.js'
export * from './invalid-replicated-entity.error.js'
export { replicatedColumnNames } from './model/bookkeeping.js'
export * from './model/replicated-table.js'
export * from './revision.js'
export { POSITIONS_SQL } from './sql/position-functions.js'
export * from './subscription/peer-not-ready.error.js'
export type { SubscriptionChange } from './subscription/plan-subscription.js'
export * from './subscription/subscribe.js'
export { slotName, subscriptionName } from './subscription/subscription-state.js'
export * from './subscription/wrong-peer.error.js'
export * from './typeorm/describe-replicated.js'
