import { z } from 'zod'
import { Secret } from './secret.js'

/**
 * A whole number written in decimal digits. `Number()` alone would also take '', '0x10' and '1e3'.
 */
export function wholeNumber(least: number, most: number) {
  const expectation = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, expectation)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expectation)
}

/** A TCP port; 0 lets the system choose one. */
export const port = () => wholeNumber(0, 65_535)

/** A fraction between 0 and 1, both included. */
export function ratio() {
  const expectation = 'must be a number from 0 to 1, like 0.1'
  return z
    .string()
    .regex(/^\d(\.\d+)?$/, expectation)
    .transform(Number)
    .refine((value) => value <= 1, expectation)
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

/** An absolute URL whose scheme is one of `schemes` (without the colon). */
export function url(...schemes: readonly [string, ...string[]]) {
  const expectation = `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`
  return z.string().refine((value) => schemes.some((scheme) => isUrl(value, scheme)), expectation)
}

function isUrl(value: string, scheme: string): boolean {
  return value.startsWith(`${scheme}://`) && URL.canParse(value) && new URL(value).hostname !== ''
}

/** Where something listens. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** A comma-separated list of `host:port`, at least one. */
export function endpoints() {
  const expectation = 'must be a comma-separated list of host:port'
  return z
    .string()
    .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, expectation)
    .transform((list): readonly Endpoint[] => list.split(',').map(endpoint))
    .refine((list) => list.every((entry) => entry.port >= 1 && entry.port <= 65_535), expectation)
}

function endpoint(entry: string): Endpoint {
  const colon = entry.lastIndexOf(':')
  return { host: entry.slice(0, colon), port: Number(entry.slice(colon + 1)) }
}

/** What `schema` accepts, wrapped so that it cannot be shown by accident. */
export function secret(schema: z.ZodType<string> = z.string()) {
  return schema.transform((value) => new Secret(value))
}
