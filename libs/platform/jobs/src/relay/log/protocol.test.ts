import { expect, test } from 'vitest'
import { parsePosition } from '@bicoastal/kernel'
import { readKeepalive, statusUpdate } from './protocol.js'

test('a status update acknowledges exactly the processed position, not a byte more', () => {
  const processed = parsePosition('16/B374D848')
  const message = statusUpdate(processed, Date.UTC(2000, 0, 1) + 5)
  expect(message.readUInt8(0)).toBe('r'.charCodeAt(0))
  expect([1, 9, 17].map((offset) => message.readBigUInt64BE(offset))).toEqual([processed, processed, processed])
  expect(message.readBigInt64BE(25)).toBe(5000n)
})

test('a keepalive says how far the server has got and whether it wants an answer', () => {
  const message = Buffer.alloc(18)
  message.writeUInt8('k'.charCodeAt(0), 0)
  message.writeBigUInt64BE(7n, 1)
  expect(readKeepalive(message)).toEqual({ position: 7n, replyRequested: false })
  message.writeUInt8(1, 17)
  expect(readKeepalive(message).replyRequested).toBe(true)
})
