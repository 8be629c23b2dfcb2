import { declareReplicated } from './declarations.js'

/** What holds for a whole table. */
export interface ReplicatedOptions {
  /**
   * Rows are inserted and never change: ledgers, events. A local update is refused with SQLSTATE 23514, columns carry no policies of
   * their own, and the entity has no tombstone. Where both regions inserted one key, the earlier row stands, whole.
   */
  readonly appendOnly?: boolean
}

/**
 * Makes an entity's table exist in both regions and converge, whoever writes to it and wherever.
 *
 * Every column merges by the policy its {@link Merge} decorator names, `lastWriteWins` where none does. The entity needs
 * a primary key that no sequence issues (two regions would issue the same one) and a `@DeleteDateColumn`, its tombstone:
 * rows are never physically deleted, because a DELETE that meets an UPDATE of the other region loses the row on one side.
 *
 * What deleting means: the tombstone is a column like any other, so an update that another region makes at the same time
 * still merges into the deleted row and the row stays deleted. Setting the tombstone back to NULL restores the row;
 * of a delete and a restore the later one wins. Inserting a row again never restores it.
 */
export function Replicated({ appendOnly = false }: ReplicatedOptions = {}): ClassDecorator {
  return (entity) => declareReplicated(entity, { appendOnly })
}
