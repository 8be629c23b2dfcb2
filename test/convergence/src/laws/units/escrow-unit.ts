import { includes, type WriteEvent } from '../history.js'
import { type LawUnit, noiseOf, sometimes } from './law-unit.js'

/** What a write did to an escrow; nothing where the region had not the right to it, for then the write is refused. */
interface Effect {
  readonly write: WriteEvent
  readonly minted: number
  readonly spent: number
  readonly handedOver: number
}

/**
 * `escrow`: founded by the inserts (the larger quantity counts), then minted, spent and handed over by each region as far as what the region knew
 * gave it the right to.
 */
export function escrowUnit(column: string): LawUnit {
  const founded = (write: WriteEvent): number => (write.inserts ? noiseOf(write, `${column} is founded`, 6) : 0)
  const attempt = (write: WriteEvent): Effect => {
    if (write.inserts) return { write, minted: 0, spent: 0, handedOver: 0 }
    const difference = noiseOf(write, column, 6) - 3
    const handedOver = noiseOf(write, `${column} is handed over`, 3)
    return { write, minted: Math.max(difference, 0), spent: Math.max(-difference, 0), handedOver }
  }
  const foundation = (effects: readonly Effect[]): number => Math.max(0, ...effects.map(({ write }) => founded(write)))
  const rights = (effects: readonly Effect[], region: number): number => {
    const quantity = foundation(effects)
    const share = region === 1 ? Math.ceil(quantity / 2) : Math.floor(quantity / 2)
    const own =
      total(effects, region, 'minted') - total(effects, region, 'spent') - total(effects, region, 'handedOver')
    return share + own + total(effects, 3 - region, 'handedOver')
  }
  const effectsOf = (writes: readonly WriteEvent[]): readonly Effect[] => {
    const effects: Effect[] = []
    for (const write of writes) {
      const wanted = attempt(write)
      const known = effects.filter((effect) => includes(write.knows, effect.write))
      const isAllowed = rights([...known, wanted], write.region) >= 0
      effects.push(isAllowed ? wanted : { write, minted: 0, spent: 0, handedOver: 0 })
    }
    return effects
  }
  return {
    ...sometimes(column),
    columns: (writes) => {
      const effects = effectsOf(writes)
      const slots = [1, 2].flatMap((region) =>
        (['minted', 'spent', 'handedOver'] as const).map((of) => total(effects, region, of)),
      )
      const parts = [foundation(effects), ...slots]
      const value = [1, 2].reduce((sum, region) => sum + rights(effects, region), 0)
      return {
        [column]: value,
        [`_e_${column}`]: parts.every((part) => part === 0) ? null : parts.map(String),
      }
    },
  }
}

function total(effects: readonly Effect[], region: number, of: 'minted' | 'spent' | 'handedOver'): number {
  return effects.filter(({ write }) => write.region === region).reduce((sum, effect) => sum + effect[of], 0)
}
