/** The part of a response that this needs, whatever server sends it. */
export interface Answer {
  header(name: string, value: string): unknown
}

/**
 * Says where the created thing is found, and whether this request created it or an earlier one with the same key.
 * The status is 201 either way: a caller that lost the first answer gets the one it missed.
 */
export function announceCreated(answer: Answer, location: string, replayed: boolean): void {
  answer.header('location', location)
  if (replayed) {
    answer.header('idempotency-replayed', 'true')
  }
}
