import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { identify, isAlive } from './process-identity.js'

describe('the identity of a process', () => {
  test('holds for as long as exactly that process lives', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const identity = identify(child.pid ?? 0)
    expect(identity).toBeDefined()
    if (!identity) return
    expect(isAlive(identity)).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isAlive(identity)).toBe(false)
  })

  test('is not that of another process with the same pid', () => {
    const self = identify(process.pid)
    expect(self).toBeDefined()
    if (!self) return
    expect(isAlive({ ...self, startedAt: `${Number(self.startedAt) - 1}` })).toBe(false)
    expect(isAlive({ ...self, bootId: 'an earlier boot' })).toBe(false)
  })

  test('does not exist for a pid that nobody has', () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined()
  })
})
