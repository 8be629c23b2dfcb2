import { describe, expect, test } from 'vitest'
import { SingleFlight } from './single-flight.js'

describe('a single flight', () => {
  test('serves all who ask while it is under way', async () => {
    const flights = new SingleFlight<number>()
    const answer = Promise.withResolvers<number>()
    let starts = 0
    const start = () => {
      starts += 1
      return answer.promise
    }
    const callers = [flights.join('a', start), flights.join('a', start), flights.join('a', start)]
    answer.resolve(7)
    expect(await Promise.all(callers)).toEqual([7, 7, 7])
    expect(starts).toBe(1)
  })

  test('does not serve those who ask afterwards, nor after a failure', async () => {
    const flights = new SingleFlight<number>()
    await expect(flights.join('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(await flights.join('a', () => Promise.resolve(1))).toBe(1)
    expect(await flights.join('a', () => Promise.resolve(2))).toBe(2)
  })

  test('that was forgotten still answers its callers, but nobody new joins it', async () => {
    const flights = new SingleFlight<string>()
    const early = Promise.withResolvers<string>()
    const first = flights.join('a', () => early.promise)
    flights.forget('a')
    const second = flights.join('a', () => Promise.resolve('new'))
    early.resolve('old')
    expect(await first).toBe('old')
    expect(await second).toBe('new')
  })
})
