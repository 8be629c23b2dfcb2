import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ClaimModel, type Weakness } from './model.js'

const RUNS = 50_000

/** Put the one that a failed run shows here to repeat it. */
const seed = Date.now() % 2 ** 31

/** Which of the possible moves is made, again and again; and clocks that need not agree with anything. */
const histories = fc.record({
  picks: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 2, maxLength: 40 }),
  clocks: fc.uniqueArray(fc.nat({ max: 20 }), { minLength: 2, maxLength: 2 }),
})

/** Plays a history. Of what was told at any time, "two owners" is remembered. */
function play({ picks, clocks }: { picks: number[]; clocks: number[] }, weakness?: Weakness): ClaimModel {
  const model = new ClaimModel(clocks, weakness)
  for (const pick of picks) {
    const moves = model.moves()
    moves[pick % moves.length]?.make()
  }
  return model
}

describe(`the claim protocol, in ${RUNS} histories of two regions (seed ${seed})`, () => {
  test('never tells two that the value is theirs, and tells each the truth, whatever is slow, lost, doubled or dead', () => {
    const property = fc.property(histories, (history) => {
      const model = play(history)
      const early = model.owners()
      expect(early.length).toBeLessThanOrEqual(1)
      model.settle()
      // Once told, for good.
      expect(model.owners()).toEqual(expect.arrayContaining(early))
      if (model.claimants.length === 0) return
      const [owner, ...others] = model.owners()
      expect(others).toEqual([])
      for (const row of model.rows()) expect(row).toMatchObject({ holder: owner, confirmed: true })
      expect(model.claimants.filter(({ told }) => told === null)).toEqual([])
    })
    fc.assert(property, { numRuns: RUNS, seed })
  })

  test.each<[string, Weakness]>([
    ['the peer answers before it knows of the claim', { peerDoesNotWait: true }],
    ['the claimant decides before it knows what the peer wrote', { claimantDoesNotWait: true }],
  ])('would have two owners if %s, so neither wait can be left out', (_name, weakness) => {
    const property = fc.property(histories, (history) => {
      const model = play(history, weakness)
      model.settle()
      return model.owners().length <= 1
    })
    expect(fc.check(property, { numRuns: RUNS, seed }).failed).toBe(true)
  })
})
