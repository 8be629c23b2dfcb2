import { describe, expect, test } from 'vitest'
import type { ReplicatedTable } from '../../model/replicated-table.js'
import { rowKeyOf } from './take-over.js'

const column = (name: string) => ({ name, type: 'text', array: false, nullable: false })
const LABELS: ReplicatedTable = {
  schema: 'public',
  name: 'labels',
  entity: 'Label',
  key: [column('owner'), column('name')],
  naturalKey: true,
  units: [],
}

describe('the key of a row that is taken over', () => {
  const streamed = new Map([
    ['name', 'n'],
    ['owner', 'o'],
  ])

  test('has the order of the model, whatever the order of the columns in the table', () => {
    expect(rowKeyOf(LABELS, streamed, [LABELS])).toEqual(['o', 'n'])
  })

  test('of a table that is not known here stays as it was sent', () => {
    expect(rowKeyOf({ schema: 'public', name: 'news' }, streamed, [LABELS])).toEqual(['n', 'o'])
  })
})
