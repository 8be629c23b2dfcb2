import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { isNoFreePortError } from './no-free-port.error.js'
import { type PortClaim, claimPorts } from './port-claim.js'

// A range that nothing else in the repository claims from.
const RANGE = { from: 11_900, to: 11_930, step: 10 }
const claimed: PortClaim[] = []
const claim = async () => {
  const taken = await claimPorts(RANGE)
  claimed.push(taken)
  return taken
}
const fileOf = (first: number) => join(tmpdir(), `bicoastal-ports-${userInfo().uid}`, `${first}`)

afterEach(() => {
  for (const { release } of claimed.splice(0)) release()
})

describe('claimPorts', () => {
  test('never gives the same ports to two claimants at once', async () => {
    const firsts = (await Promise.all([claim(), claim(), claim()])).map(({ first }) => first)
    expect(firsts.toSorted()).toEqual([11_900, 11_910, 11_920])
  })

  test('says so when everything is claimed, and gives released ports again', async () => {
    const [one] = await Promise.all([claim(), claim(), claim()])
    await expect(claim()).rejects.toSatisfy(isNoFreePortError)
    one?.release()
    expect((await claim()).first).toBe(one?.first)
  })

  test('passes over ports that a program listens on', async () => {
    const server = createServer().listen(11_905, '127.0.0.1')
    await once(server, 'listening')
    const firsts = [await claim(), await claim()].map(({ first }) => first)
    server.close()
    expect(firsts).not.toContain(11_900)
  })

  test('takes over a claim whose process is dead', async () => {
    const { first, release } = await claim()
    release()
    writeFileSync(fileOf(first), JSON.stringify({ pid: process.pid, startedAt: '0', bootId: 'an earlier boot' }))
    const firsts = (await Promise.all([claim(), claim(), claim()])).map((taken) => taken.first)
    expect(firsts).toContain(first)
  })

  test('leaves nothing behind when it is released', async () => {
    const { first, release } = await claim()
    expect(existsSync(fileOf(first))).toBe(true)
    release()
    expect(readdirSync(join(fileOf(first), '..'))).not.toContain(`${first}`)
  })
})
