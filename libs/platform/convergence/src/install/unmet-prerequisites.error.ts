import { BicoastalError } from '@bicoastal/kernel'

/** The database is not one that the installation can work on; lists everything that is missing at once. */
export class UnmetPrerequisitesError extends BicoastalError {
  readonly code = 'unmet_prerequisites'
  readonly advice =
    'Change the server or run what is missing, as each line says, then run this again. Nothing has been changed.'

  constructor(readonly faults: readonly string[]) {
    super(
      `Cross-region replication cannot be installed in this database:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    )
  }
}

/** True when `error` says that a database is not ready for the installation. */
export function isUnmetPrerequisitesError(error: unknown): error is UnmetPrerequisitesError {
  return error instanceof UnmetPrerequisitesError
}
