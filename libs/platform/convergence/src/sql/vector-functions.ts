import { header, type SqlFunction } from './sql-function.js'

/** What merge functions ask of the version vectors of concurrent rows. Plain SQL that the planner inlines into them. */
export const VECTOR_FUNCTIONS: readonly SqlFunction[] = [
  {
    name: 'includes',
    parameters: 'seen bigint[], version bigint',
    returns: 'boolean',
    language: 'sql',
    volatility: 'IMMUTABLE',
    source: `${header({
      does: 'Whether the writer of a row knew of a write.',
      inputs: "seen, the row's version vector by region number; version, the write's, 0 for none.",
      outputs:
        'true when the vector covers the version; a version of an unknown region is covered by none; never NULL.',
      invariants: 'no write at all is known to everybody.',
    })}SELECT version = 0 OR coalesce(seen[(version & 255)::int] >= version, false)\n`,
  },
]
