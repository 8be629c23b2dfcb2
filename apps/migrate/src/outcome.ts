import type { Change } from '@bicoastal/convergence'

/** What a command did, or would do. */
export interface Outcome {
  readonly changes: readonly Change[]
  readonly planOnly: boolean
}

/** A password in a connection string, which a plan must not show. */
const PASSWORD = /(\/\/[^:/@\s]*:)[^@\s]*@/g

/** The outcome as lines for a person: what was done, or the SQL that would do it. */
export function describeOutcome({ changes, planOnly }: Outcome): readonly string[] {
  if (changes.length === 0) return ['nothing to change: the database is as it should be']
  return planOnly
    ? changes.map((change) => `-- ${change.what}\n${change.sql.replaceAll(PASSWORD, '$1[secret]@')};\n`)
    : [...changes.map((change) => change.what), `${changes.length} changed`]
}
