import { type ConfigurationFault, type Environment, type Variable, readVariable } from './variable.js'

/** Variables by the name of the property that their value gets. */
export type Variables = Readonly<Record<string, Variable>>

/** The values that `V` parses to. */
export type ValuesOf<V extends Variables> = {
  readonly [Property in keyof V]: V[Property] extends Variable<infer Value> ? Value : never
}

/** A rule over several variables. */
export interface Rule<V extends Variables> {
  /** The properties it is about; it is asked only when each of them is right by itself. */
  readonly about: readonly (keyof V)[]
  /** What is wrong with the values together. */
  faults(values: ValuesOf<V>): readonly ConfigurationFault[]
}

/** A section, or everything that is wrong with its variables. */
export interface SectionOutcome<Section> {
  readonly section?: Section
  readonly faults: readonly ConfigurationFault[]
}

// oxlint-disable-next-line typescript/no-explicit-any -- the values are known where a section is declared, not to those who list sections
type SectionConstructor<Section> = new (values: any) => Section

/** A class whose instances are a part of the configuration; the class is also what it is injected by. */
export interface ConfigSectionClass<Section = object> extends SectionConstructor<Section> {
  readonly variables: Variables
  read<S>(this: SectionConstructor<S>, environment: Environment): SectionOutcome<S>
}

/** What {@link configSection} returns: instances carry the values as read-only properties. */
export interface ConfigSectionBase<V extends Variables> {
  new (values: ValuesOf<V>): ValuesOf<V>
  readonly variables: Variables
  read<S>(this: SectionConstructor<S>, environment: Environment): SectionOutcome<S>
}

/**
 * The base class of a part of the configuration: `class HttpConfig extends configSection({...}) {}`.
 * The class is type, parser and injection token in one. Tests build it directly: `new HttpConfig({...})`.
 *
 * @param rule what must hold between variables.
 */
export function configSection<const V extends Variables>(variables: V, rule?: Rule<V>) {
  class Section {
    static readonly variables: Variables = variables

    constructor(values: ValuesOf<V>) {
      Object.assign(this, values)
    }

    static read<S>(this: SectionConstructor<S>, environment: Environment): SectionOutcome<S> {
      const faults: ConfigurationFault[] = []
      const values: Record<string, unknown> = {}
      for (const [property, declared] of Object.entries(variables)) {
        const outcome = readVariable(declared, environment)
        if ('faults' in outcome) faults.push(...outcome.faults)
        else values[property] = outcome.value
      }
      if (rule?.about.every((property) => property in values)) faults.push(...rule.faults(values as ValuesOf<V>))
      return faults.length === 0 ? { section: new this(values), faults } : { faults }
    }
  }
  return Section as ConfigSectionBase<V>
}
