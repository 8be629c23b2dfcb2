export { exactInteger } from './columns/exact-integer.js'
export {
  CONNECT_TIMEOUT,
  type DataSourceSettings,
  SILENCE_TIMEOUT,
  STATEMENT_TIMEOUT,
  createDataSourceOptions,
} from './connection/data-source-options.js'
export { LazyDataSource } from './connection/lazy.data-source.js'
export { DatabaseModule, type DatabaseModuleOptions } from './database.module.js'
export { CommitOutcomeUnknownError, isCommitOutcomeUnknownError } from './errors/commit-outcome-unknown.error.js'
export { DURABILITY_LEVELS, type DurabilityLevel, isDurabilityLevel } from './durability/durability-level.js'
export { DatabaseUnavailableError, isDatabaseUnavailableError } from './errors/database-unavailable.error.js'
export { type Failure, failureOf } from './errors/failure.js'
export { StatementTimeoutError, isStatementTimeoutError } from './errors/statement-timeout.error.js'
export { TransactionAbortedError, isTransactionAbortedError } from './errors/transaction-aborted.error.js'
export { TransactionConflictError, isTransactionConflictError } from './errors/transaction-conflict.error.js'
export { RetryMetrics } from './metrics/retry-metrics.js'
export { PeerNotCaughtUpError, isPeerNotCaughtUpError } from './positions/peer-not-caught-up.error.js'
export { Positions } from './positions/positions.js'
export { PrimaryPositions } from './positions/primary-positions.js'
export { PositionWatch } from './positions/position-watch.js'
export { LAG_BUDGET, type ReadOptions } from './routing/reads.js'
export { RequestSession, type SessionDemands, currentSession, inSession } from './session/request-session.js'
export { type RequestOutcome, RequestSessions } from './session/request-sessions.js'
export { SessionNotYetVisibleError, isSessionNotYetVisibleError } from './session/session-not-yet-visible.error.js'
export { type SessionToken, UNREADABLE, emptyToken, formatToken, parseToken } from './session/session-token.js'
export { SharedReads, type SharedValue } from './session/shared-reads.js'
export { VISIBILITY_DEADLINE } from './session/visibility.js'
export { SnakeNamingStrategy } from './naming/snake-naming.strategy.js'
export type { Statement, StatementValue } from './statements/statement.js'
export { Statements, type WriteOptions } from './statements/statements.js'
export { type TransactionOptions, type TransactionalWork, Transactions } from './transactions/transactions.js'
