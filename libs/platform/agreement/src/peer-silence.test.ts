import { describe, expect, test } from 'vitest'
import { PeerSilence } from './peer-silence.js'

function silenceAndClock() {
  let now = 0
  const silence = PeerSilence.withClock({ now: () => now, monotonic: () => now })
  return { silence, pass: (milliseconds: number) => void (now += milliseconds) }
}

describe('the silence of the peer', () => {
  test('has not begun before a question stayed without an answer', () => {
    expect(silenceAndClock().silence.lasts).toBe(false)
  })

  test('lasts a second, after which somebody may try again', () => {
    const { silence, pass } = silenceAndClock()
    silence.begins()
    pass(999)
    expect(silence.lasts).toBe(true)
    pass(1)
    expect(silence.lasts).toBe(false)
    silence.begins()
    expect(silence.lasts).toBe(true)
  })

  test('ends with an answer', () => {
    const { silence } = silenceAndClock()
    silence.begins()
    silence.ends()
    expect(silence.lasts).toBe(false)
  })
})
