import { describe, expect, test } from 'vitest'
import { arbitrate } from './arbitrate.js'

const east = (microseconds: bigint): bigint => (microseconds << 8n) | 1n
const west = (microseconds: bigint): bigint => (microseconds << 8n) | 2n

describe('arbitrate', () => {
  const title = { columns: ['title', '_v_title'], differs: true, version: east(5n) }

  test('keeps a unit where it was written, and takes it there from where it was written', () => {
    expect(arbitrate([title], west(9n), 'east')).toEqual([])
    expect(arbitrate([title], west(9n), 'west')).toEqual(['title', '_v_title'])
  })

  test('decides a unit without a version by the latest write of the row', () => {
    const likes = { columns: ['likes'], differs: true, version: null }
    expect(arbitrate([likes], west(9n), 'east')).toEqual(['likes'])
    expect(arbitrate([likes], west(9n), 'west')).toEqual([])
  })

  test('leaves units alone that are equal', () => {
    expect(arbitrate([{ ...title, differs: false }], west(9n), 'west')).toEqual([])
  })

  test('gives each unit to exactly one region, also when no region can have issued the version', () => {
    for (const version of [east(1n), west(1n), 0n, null, 77n]) {
      const takers = (['east', 'west'] as const).filter(
        (region) => arbitrate([{ ...title, version }], 0n, region).length > 0,
      )
      expect(takers).toHaveLength(1)
    }
  })
})
