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
export { DatabaseUnavailableError, isDatabaseUnavailableError } from './errors/database-unavailable.error.js'
export { type Failure, failureOf } from './errors/failure.js'
export { StatementTimeoutError, isStatementTimeoutError } from './errors/statement-timeout.error.js'
export { TransactionAbortedError, isTransactionAbortedError } from './errors/transaction-aborted.error.js'
export { TransactionConflictError, isTransactionConflictError } from './errors/transaction-conflict.error.js'
export { RetryMetrics } from './metrics/retry-metrics.js'
export { PeerNotCaughtUpError, isPeerNotCaughtUpError } from './positions/peer-not-caught-up.error.js'
export { Positions } from './positions/positions.js'
export { PrimaryPositions } from './positions/primary-positions.js'
export { SnakeNamingStrategy } from './naming/snake-naming.strategy.js'
export type { Statement, StatementValue } from './statements/statement.js'
export { Statements, type WriteOptions } from './statements/statements.js'
export { type TransactionOptions, type TransactionalWork, Transactions } from './transactions/transactions.js'
