import type { LogPosition } from '@bicoastal/kernel'

/** First byte of a message that carries a piece of the log. */
export const LOG_DATA = 0x77
/** First byte of a message that only says how far the server has got. */
export const KEEPALIVE = 0x6b
/** Bytes before the plugin's output in a message of log data. */
export const LOG_DATA_HEADER = 25

/** What a keepalive says. */
export interface Keepalive {
  /** Everything before this has been sent. */
  readonly position: LogPosition
  /** The server wants to hear from us now, or it will think that we are gone. */
  readonly replyRequested: boolean
}

/** Reads a keepalive message. */
export function readKeepalive(message: Buffer): Keepalive {
  return { position: message.readBigUInt64BE(1), replyRequested: message.readUInt8(17) === 1 }
}

const STATUS_UPDATE = 0x72
/** Postgres counts microseconds from here. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)

/**
 * Tells the server that everything before `processed` may be forgotten, and asks it to answer, which proves that it lives.
 *
 * `processed` is the end of a transaction, which is where the next record begins. (pg-logical-replication adds one to it;
 * a transaction whose commit record begins exactly there would then be skipped after a restart, and its jobs lost.)
 */
export function statusUpdate(processed: LogPosition, now: number): Buffer {
  const message = Buffer.alloc(34)
  message.writeUInt8(STATUS_UPDATE, 0)
  message.writeBigUInt64BE(processed, 1) // written
  message.writeBigUInt64BE(processed, 9) // flushed
  message.writeBigUInt64BE(processed, 17) // applied
  message.writeBigInt64BE(BigInt(now - POSTGRES_EPOCH_MS) * 1000n, 25)
  message.writeUInt8(1, 33)
  return message
}
