import { describe, expect, test } from 'vitest'
import { type DifferingRow, differingRows } from './differing-rows.js'
import type { RowDigest } from './row-digests.js'

async function* rows(...digests: readonly (readonly [place: string, digest: string])[]): AsyncGenerator<RowDigest> {
  for (const [place, digest] of digests) yield { place, key: [place], digest }
}

async function collect(found: AsyncIterable<DifferingRow>): Promise<readonly DifferingRow[]> {
  const all: DifferingRow[] = []
  for await (const row of found) all.push(row)
  return all
}

describe('differingRows', () => {
  test('names rows whose digests differ and rows that one side lacks, also at either end', async () => {
    const east = rows(['a', '1'], ['b', '2'], ['d', '4'])
    const west = rows(['b', '3'], ['c', '3'], ['d', '4'], ['e', '5'])
    expect(await collect(differingRows(east, west))).toEqual([
      { place: 'a', key: ['a'], east: '1', west: null },
      { place: 'b', key: ['b'], east: '2', west: '3' },
      { place: 'c', key: ['c'], east: null, west: '3' },
      { place: 'e', key: ['e'], east: null, west: '5' },
    ])
  })

  test('finds nothing where both sides hold the same, or nothing at all', async () => {
    expect(await collect(differingRows(rows(['a', '1']), rows(['a', '1'])))).toEqual([])
    expect(await collect(differingRows(rows(), rows()))).toEqual([])
  })
})
