import type { Milliseconds } from '@bicoastal/kernel'

/** Payload of one TCP segment on an Ethernet path. */
const SEGMENT_BYTES = 1448

/** TCP never waits less than this before it sends a segment again (Linux). */
const MINIMUM_TIMEOUT: Milliseconds = 200

/**
 * How long losing segments holds up `bytes` and everything behind them.
 *
 * A proxy cannot drop bytes of a TCP stream, and a program above TCP never sees loss: it sees stalls. So loss is
 * modelled as what it does to the stream: when any segment of the chunk is lost, delivery waits for a retransmission
 * timeout, doubled every time the repetition is lost as well.
 */
export function retransmissionStall(
  bytes: number,
  loss: number,
  roundTrip: Milliseconds,
  random: () => number,
): Milliseconds {
  if (loss <= 0) return 0
  const anyLost = 1 - (1 - loss) ** Math.ceil(bytes / SEGMENT_BYTES)
  let stall = 0
  let timeout = Math.max(MINIMUM_TIMEOUT, 2 * roundTrip)
  for (let chance = anyLost; random() < chance; chance = loss) {
    stall += timeout
    timeout *= 2
  }
  return stall
}
