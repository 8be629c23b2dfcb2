import { qualified } from '../sql/identifier.js'
import { CONVERGENCE_SCHEMA, createFunction, DEFINER_SETTINGS, type SqlFunction } from '../sql/sql-function.js'
import type { Catalogue, InstalledFunction } from './catalogue.js'
import type { Change } from './change.js'

/** Steps that make the installed functions those that are wanted. */
export function planFunctions(wanted: readonly SqlFunction[], catalogue: Catalogue): readonly Change[] {
  return wanted.flatMap((definition) => {
    const installed = catalogue.functions.filter((each) => each.name === definition.name)
    if (installed.some((each) => isSame(each, definition))) return []
    const verb = installed.length === 0 ? 'create' : 'replace'
    // CREATE OR REPLACE can change neither parameters nor the result: what differs in those is dropped first.
    const drops = installed
      .filter((each) => each.parameters !== definition.parameters || each.returns !== definition.returns)
      .map((each) => `DROP FUNCTION ${signature(each)};\n`)
    return [{ what: `${verb} function ${definition.name}`, sql: drops.join('') + createFunction(definition) }]
  })
}

/** Steps that drop functions of the library's schema that nothing wants any more. */
export function planObsoleteFunctions(wanted: readonly SqlFunction[], catalogue: Catalogue): readonly Change[] {
  const names = new Set(wanted.map((definition) => definition.name))
  return catalogue.functions
    .filter((installed) => !names.has(installed.name))
    .map((installed) => ({ what: `drop function ${installed.name}`, sql: `DROP FUNCTION ${signature(installed)}` }))
}

function isSame(installed: InstalledFunction, definition: SqlFunction): boolean {
  const parts = ['parameters', 'returns', 'language', 'volatility', 'source'] as const
  const definer = definition.definer ?? false
  return (
    parts.every((part) => installed[part] === definition[part]) &&
    installed.definer === definer &&
    installed.settings === (definer ? DEFINER_SETTINGS : '')
  )
}

function signature(installed: InstalledFunction): string {
  return `${qualified(CONVERGENCE_SCHEMA, installed.name)}(${installed.parameters})`
}
