/** A byte position in the write-ahead log (LSN). Grows with everything the server writes. */
export type LogPosition = bigint

/** Before everything. Asked to start here, a server starts where the slot's owner last acknowledged. */
export const LOG_START: LogPosition = 0n

/** Reads the form in which Postgres shows a position, like `16/B374D848`. */
export function parsePosition(text: string): LogPosition {
  const [, high, low] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined) throw new RangeError(`"${text}" is not a log position.`)
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/** Writes a position as Postgres does. */
export function formatPosition(position: LogPosition): string {
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`.toUpperCase()
}
