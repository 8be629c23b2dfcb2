import type { Ends } from '../repair/ends.js'

const CLOCK = 'SELECT convergence.clock()::text AS clock'

/** By how many seconds the clock that the peer's versions come from is ahead of this region's; negative when it is behind. Exact to half a round trip. */
export async function readClockSkew({ here, peer }: Ends): Promise<number> {
  const before = performance.now()
  const there = await peer.query(CLOCK)
  const roundTrip = performance.now() - before
  const own = await here.query(CLOCK)
  const microseconds = Number(BigInt(there.rows[0]?.['clock'] as string) - BigInt(own.rows[0]?.['clock'] as string))
  return microseconds / 1e6 + roundTrip / 2000
}
