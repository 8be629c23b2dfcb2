import type { Milliseconds } from '@bicoastal/kernel'

const FIRST_PAUSE: Milliseconds = 10
const LONGEST_PAUSE: Milliseconds = 200

/**
 * The pause before attempt `attempt + 1`: doubles with every attempt and is drawn evenly from its upper half, so that
 * two transactions that killed each other do not meet again.
 */
export function pauseAfter(attempt: number, random: () => number = Math.random): Milliseconds {
  const ceiling = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt)
  return ceiling / 2 + (random() * ceiling) / 2
}
