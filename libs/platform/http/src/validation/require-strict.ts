import { z } from 'zod'

/**
 * Refuses, when a route is declared, a schema that would let unknown fields pass in silence: a misspelt optional field
 * would be accepted and ignored.
 *
 * @throws TypeError naming the place of the first object that is not a `z.strictObject`.
 */
export function requireStrict(schema: z.ZodType, use: string): void {
  const tolerant = findTolerantObject(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '')
  if (tolerant !== undefined) {
    throw new TypeError(`The ${use} schema accepts unknown fields at "${tolerant}"; make it a z.strictObject.`)
  }
}

function findTolerantObject(node: unknown, path: string): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if (isTolerant(node)) return path || '/'
  for (const [key, child] of Object.entries(node)) {
    const found = findTolerantObject(child, `${path}/${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** An object with named fields that takes others, too. A `z.record`, whose keys are data, names none. */
function isTolerant(node: object): boolean {
  const isObject = 'type' in node && node.type === 'object' && 'properties' in node
  return isObject && !('additionalProperties' in node && node.additionalProperties === false)
}
