import { BicoastalError } from '@bicoastal/kernel'

/** Entities that cannot converge as they are declared; lists every fault of every entity at once. */
export class InvalidReplicatedEntityError extends BicoastalError {
  readonly code = 'invalid_replicated_entity'
  readonly advice = 'Change the entities as each line says, then build again. Nothing has been changed in the database.'

  constructor(readonly faults: readonly string[]) {
    super(
      `These entities cannot be replicated as they are declared:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
  }
}

/** True when `error` lists faults of replicated entities. */
export function isInvalidReplicatedEntityError(error: unknown): error is InvalidReplicatedEntityError {
  return error instanceof InvalidReplicatedEntityError
}
