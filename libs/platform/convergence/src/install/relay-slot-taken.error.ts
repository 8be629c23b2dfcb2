import { BicoastalError } from '@bicoastal/kernel'

/** The slot's name is taken by another database of the same server. */
export class RelaySlotTakenError extends BicoastalError {
  readonly code = 'relay_slot_taken'
  readonly advice =
    'One server holds one region. Drop the slot in the database named here if nothing needs it: pg_drop_replication_slot().'

  constructor(database: string) {
    super(
      `The relay cannot read this region's changes: the slot "relay" of this server belongs to database ${database}.`,
    )
  }
}

/** True when `error` says that the relay's slot belongs to another database. */
export function isRelaySlotTakenError(error: unknown): error is RelaySlotTakenError {
  return error instanceof RelaySlotTakenError
}
