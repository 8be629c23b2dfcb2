import { createHash, timingSafeEqual } from 'node:crypto'
import { type RegionId, peerOf } from '@bicoastal/kernel'

/** Who asks, among regions. */
export const PEER_REGION_HEADER = 'x-peer-region'
/** Proof that it is so. */
export const PEER_SECRET_HEADER = 'x-peer-secret'

/** The headers by which a region proves to its peer that it is the other region. */
export function credentialHeaders(region: RegionId, secret: string): Readonly<Record<string, string>> {
  return { [PEER_REGION_HEADER]: region, [PEER_SECRET_HEADER]: secret }
}

/** True when `headers` are those of the peer of `region`. Takes equally long however much of a wrong secret is right. */
export function arePeerCredentials(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  region: RegionId,
  secret: string,
): boolean {
  const offered = headers[PEER_SECRET_HEADER]
  // Digests have one length, which timingSafeEqual needs and the secret must not give away.
  const proves = timingSafeEqual(digest(typeof offered === 'string' ? offered : ''), digest(secret))
  // A region that is wired to itself would agree with itself on everything.
  return proves && headers[PEER_REGION_HEADER] === peerOf(region)
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
