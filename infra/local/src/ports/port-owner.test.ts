import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { listeningInodes, ownerOfPort } from './port-owner.js'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0
   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0
`

describe('the owner of a port', () => {
  test('is found among those who listen, not among those who are connected', () => {
    expect(listeningInodes(TABLE, 8080)).toEqual(['4711'])
  })

  test('is this process when it listens itself', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const owner = ownerOfPort((server.address() as AddressInfo).port)
    server.close()
    expect(owner?.pid).toBe(process.pid)
  })

  test('is nobody when nobody listens', () => {
    expect(ownerOfPort(1)).toBeUndefined()
  })
})
