import { expect, test } from 'vitest'
import { beginHandover } from './handover.js'

test.each([[null], ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'], ['nonsense']])(
  'a process that records no traces passes the traceparent %s on as it came',
  (traceparent) => {
    const handover = beginHandover(traceparent, 'enqueue a job')
    expect(handover.traceparent).toBe(traceparent)
    handover.end()
    handover.end(new Error('the queue is away'))
  },
)
