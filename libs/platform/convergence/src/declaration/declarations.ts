/** A merge policy as a decorator declared it on a property. */
export type PolicyDeclaration =
  | { readonly policy: 'lastWriteWins'; readonly group?: string }
  | { readonly policy: 'firstWriteWins'; readonly group?: string }
  | { readonly policy: 'counter' }
  | { readonly policy: 'escrow' }
  | { readonly policy: 'set' }
  | { readonly policy: 'highest'; readonly order: readonly string[] | null }

/** What an undecorated column gets. */
export const DEFAULT_POLICY: PolicyDeclaration = { policy: 'lastWriteWins' }

/** What holds for a whole table. */
export interface TableDeclaration {
  /** Rows are inserted and never change. */
  readonly appendOnly: boolean
}

const replicated = new WeakMap<object, TableDeclaration>()
const policies = new WeakMap<object, Map<string, PolicyDeclaration>>()

/** Marks a class as replicated. */
export function declareReplicated(entity: object, declaration: TableDeclaration): void {
  replicated.set(entity, declaration)
}

/** True when the class itself (not an ancestor) is marked. */
export function isReplicated(entity: object): boolean {
  return replicated.has(entity)
}

/** What a replicated class says about its whole table. */
export function tableDeclaration(entity: object): TableDeclaration {
  return replicated.get(entity) ?? { appendOnly: false }
}

/** Notes the policy of a property. The last declaration of a property wins, as with any decorator. */
export function declarePolicy(entity: object, property: string, declaration: PolicyDeclaration): void {
  const declared = policies.get(entity) ?? new Map<string, PolicyDeclaration>()
  declared.set(property, declaration)
  policies.set(entity, declared)
}

/** The policy of a property, also when an ancestor class declared it; `undefined` when none did. */
export function declaredPolicy(entity: object, property: string): PolicyDeclaration | undefined {
  for (let level: object | null = entity; level !== null; level = Object.getPrototypeOf(level) as object | null) {
    const declaration = policies.get(level)?.get(property)
    if (declaration !== undefined) return declaration
  }
  return undefined
}
