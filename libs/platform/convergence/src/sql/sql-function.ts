import { qualified } from './identifier.js'

/** The schema that holds everything the library puts into a database. */
export const CONVERGENCE_SCHEMA = 'convergence'

/** A function the library owns, in parts, so that an installed one can be compared with it part by part. */
export interface SqlFunction {
  readonly name: string
  /** As `pg_get_function_identity_arguments` prints them: `parts bigint[], delta bigint`. */
  readonly parameters: string
  readonly returns: string
  readonly language: 'sql' | 'plpgsql'
  readonly volatility: 'IMMUTABLE' | 'STABLE' | 'VOLATILE'
  /** Runs with the rights of its owner, and sees only pg_catalog. Default false: with those of its caller. */
  readonly definer?: true
  /** The source between the dollar quotes, beginning with the header comment. */
  readonly source: string
}

/**
 * What a function with the rights of its owner sees, as `pg_proc.proconfig` shows it. The caller's temporary tables come last: a path that does
 * not name them has them first, before pg_catalog, and a caller's view of the name of a catalogue would run with the rights of the owner.
 */
export const DEFINER_SETTINGS = 'search_path=pg_catalog, pg_temp'

/** The statement that creates the function, or replaces one of the same signature. */
export function createFunction(definition: SqlFunction): string {
  const { name, parameters, returns, language, volatility, definer, source } = definition
  const rights = definer ? ` SECURITY DEFINER SET ${DEFINER_SETTINGS.replace('=', ' = ')}` : ''
  return (
    `CREATE OR REPLACE FUNCTION ${qualified(CONVERGENCE_SCHEMA, name)}(${parameters}) RETURNS ${returns}\n` +
    `LANGUAGE ${language} ${volatility}${rights} AS $convergence$${source}$convergence$`
  )
}

/** What the header comment of a generated function says. */
export interface Header {
  readonly does: string
  readonly inputs: string
  readonly outputs: string
  readonly invariants: string
}

/** The header comment of a generated function. */
export function header({ does, inputs, outputs, invariants }: Header): string {
  return `\n-- ${does}\n-- Inputs: ${inputs}\n-- Outputs: ${outputs}\n-- Invariants: ${invariants}\n`
}
