import { expect, test } from 'vitest'
import { differingKeys } from './differing-keys.js'

test('names keys with another digest and keys that one side lacks, whatever their order', () => {
  const one = new Map([
    ['same', '1'],
    ['changed', '2'],
    ['only here', '3'],
  ])
  const other = new Map([
    ['only there', '5'],
    ['changed', '4'],
    ['same', '1'],
  ])
  expect(differingKeys(one, other)).toEqual(['changed', 'only here', 'only there'])
})
