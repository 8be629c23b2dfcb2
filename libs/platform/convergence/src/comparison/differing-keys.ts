/** Keys whose digests differ, or that only one side has, in order. */
export function differingKeys(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] {
  const keys = new Set<string>()
  for (const [key, digest] of one) if (other.get(key) !== digest) keys.add(key)
  for (const key of other.keys()) if (!one.has(key)) keys.add(key)
  return [...keys].toSorted()
}
