import { createHash } from 'node:crypto'

/** Namespace of every id this project derives (a random UUID, fixed for ever). */
const NAMESPACE = Buffer.from('6f1c2f0d9b7a4e0c8a53d1e7c4b29a86', 'hex')

/**
 * The UUIDv5 (RFC 9562, section 5.5) of `parts`: the same parts give the same id on every machine, so one request
 * accepted in both regions, or twice in one, becomes one row by merge.
 * Parts are length-prefixed: `('a', 'bc')` and `('ab', 'c')` differ.
 */
export function derivedId(...parts: readonly string[]): string {
  const name = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('')
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
