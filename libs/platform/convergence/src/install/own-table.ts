/** Privileges on a whole table. */
export type TablePrivilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'

/**
 * A table of the library that belongs to one region alone: never published, not stamped, not merged. Created once; a later
 * release that needs another column adds it by a step of its own.
 */
export interface OwnTable {
  readonly schema: string
  readonly name: string
  /** The statements that create it, indexes included; run only where it does not exist. */
  readonly create: string
  readonly application: readonly TablePrivilege[]
  /** What the peer may do here: its keeper connects as the replication role. */
  readonly replication: readonly TablePrivilege[]
}
