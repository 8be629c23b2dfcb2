import type { z } from 'zod'

/** One environment variable: its name, what it may be, and what it is for. */
export interface Variable<Value = unknown> {
  readonly name: string
  /** What it is for, as the fault of a missing variable explains it. */
  readonly meaning: string
  /** Parses the text of the variable, `undefined` when it is unset or empty. Messages continue the variable's name. */
  readonly schema: z.ZodType<Value>
}

/** Declares an environment variable. */
export function variable<Value>(name: string, schema: z.ZodType<Value>, meaning: string): Variable<Value> {
  return { name, schema, meaning }
}

/** What is wrong with one variable. Never contains its value, which may be secret. */
export interface ConfigurationFault {
  readonly variable: string
  readonly fault: string
}

/** Environment variables as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The parsed value of one variable, or what is wrong with it. */
export function readVariable<Value>(
  { name, schema, meaning }: Variable<Value>,
  environment: Environment,
): { value: Value } | { faults: readonly ConfigurationFault[] } {
  // Compose files and shells pass "not set" as the empty string.
  const text = environment[name] === '' ? undefined : environment[name]
  const parsed = schema.safeParse(text)
  if (parsed.success) return { value: parsed.data }
  if (text === undefined) return { faults: [{ variable: name, fault: `is not set (${meaning})` }] }
  return { faults: parsed.error.issues.map((issue) => ({ variable: name, fault: issue.message })) }
}
