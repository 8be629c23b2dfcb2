import { describe, expect, test } from 'vitest'
import { parseServerStatuses } from './server-status.js'

const CSV = `# pxname,svname,qcur,status,weight,
callers,FRONTEND,,OPEN,,
writes,east,0,UP,1,
writes,west,0,UP 1/2,1,
reads,east,0,DOWN,1,
reads,west,0,DOWN 1/2,1,
last-resort,east,0,no check,1,
writes,BACKEND,0,UP,2,
`

describe('the statistics of HAProxy', () => {
  test('tell which servers get requests: also those that are on their way down, not those on their way up', () => {
    expect(parseServerStatuses(CSV)).toEqual({
      'writes/east': true,
      'writes/west': true,
      'reads/east': false,
      'reads/west': false,
      'last-resort/east': true,
    })
  })
})
