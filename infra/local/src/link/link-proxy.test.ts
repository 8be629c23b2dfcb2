import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@bicoastal/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PortClaim, claimPorts } from '../ports/port-claim.js'
import { ALL_CLEAR, changeFaults } from './link-fault.js'
import { LinkProxy } from './link-proxy.js'

/** Longer than anything takes that is not held up. */
const A_WHILE = 150

let proxy: LinkProxy
let claim: PortClaim
let west: Server
let accepted: Socket[]
let opened: Socket[]

beforeEach(async () => {
  accepted = []
  opened = []
  west = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(west, 'listening')
  claim = await claimPorts()
  proxy = new LinkProxy()
  await proxy.listen([{ from: 'east', port: claim.first, targetPort: (west.address() as AddressInfo).port }])
})

afterEach(() => {
  proxy.close()
  for (const socket of [...opened, ...accepted]) socket.destroy()
  west.close()
  claim.release()
})

async function connectFromEast() {
  const socket = connect(claim.first, '127.0.0.1')
  opened.push(socket)
  let received = ''
  socket.on('data', (bytes) => (received += bytes.toString()))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return { socket, closed, received: () => received }
}

const echoed = (received: () => string, text: string) =>
  eventually(() => received() === text, { awaited: `"${text}" to come back, not "${received()}"` })

describe('the link between the regions', () => {
  test('carries bytes both ways, and their end', async () => {
    const { socket, closed, received } = await connectFromEast()
    socket.end('hello')
    await closed
    expect(received()).toBe('hello')
  })

  test('holds everything back while it is cut, keeps connections open, and delivers after healing', async () => {
    const { socket, received } = await connectFromEast()
    socket.write('a')
    await echoed(received, 'a')
    proxy.setFaults(changeFaults(ALL_CLEAR, { cut: true }))
    socket.write('b')
    await delay(A_WHILE)
    expect(received()).toBe('a')
    expect(socket.destroyed).toBe(false)
    proxy.setFaults(ALL_CLEAR)
    await echoed(received, 'ab')
  })

  test('cut in one direction still carries the other', async () => {
    const { socket, received } = await connectFromEast()
    socket.write('a')
    await echoed(received, 'a')
    proxy.setFaults(changeFaults(ALL_CLEAR, { cut: true }, ['east']))
    socket.write('from east')
    accepted[0]?.write('from west')
    await echoed(received, 'afrom west')
    await delay(A_WHILE)
    expect(received()).toBe('afrom west')
  })

  test('lets a connection begin only when both directions pass', async () => {
    proxy.setFaults(changeFaults(ALL_CLEAR, { cut: true }, ['west']))
    const { socket, received } = await connectFromEast()
    socket.write('a')
    await delay(A_WHILE)
    expect(accepted).toHaveLength(0)
    proxy.setFaults(ALL_CLEAR)
    await echoed(received, 'a')
  })

  test('tells neither side behind a cut that the other has gone', async () => {
    const { socket, closed, received } = await connectFromEast()
    socket.write('a')
    await echoed(received, 'a')
    proxy.setFaults(changeFaults(ALL_CLEAR, { cut: true }))
    accepted[0]?.resetAndDestroy()
    await delay(A_WHILE)
    expect(socket.destroyed).toBe(false)
    proxy.setFaults(ALL_CLEAR)
    await closed
  })

  test('delays each direction by its own time', async () => {
    proxy.setFaults({ east: { cut: false, delay: 60, loss: 0 }, west: { cut: false, delay: 40, loss: 0 } })
    const { socket, received } = await connectFromEast()
    socket.write('a')
    await echoed(received, 'a')
    const startedAt = performance.now()
    socket.write('b')
    await echoed(received, 'ab')
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99)
  })

  test('moves much without losing or reordering a byte', async () => {
    const { socket, closed, received } = await connectFromEast()
    const sent = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('')
    socket.end(sent)
    await closed
    expect(received()).toBe(sent)
  })

  test('breaks the connection when nobody listens on the other side', async () => {
    west.close()
    const { socket, closed } = await connectFromEast()
    await closed
    expect(socket.destroyed).toBe(true)
  })
})
