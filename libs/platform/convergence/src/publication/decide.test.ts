import { describe, expect, test } from 'vitest'
import { decide } from './decide.js'
import type { PeerView } from './peer-view.js'

const NAME = 'public.parcels.note'

function peer(parts: { has?: boolean; publishes?: boolean; ahead?: boolean }): PeerView {
  return {
    columns: new Map([['public.parcels', parts.has === false ? ['id'] : ['id', 'note']]]),
    published: new Set(parts.publishes ? [NAME] : []),
    ahead: new Set(parts.ahead ? [NAME] : []),
    position: '0/0',
  }
}

const [AHEAD, NOT_AHEAD] = [new Set([NAME]), new Set<string>()]

describe('a column that a region has and does not publish', () => {
  test('is written to here alone while the peer has no place for it', () => {
    expect(decide(NAME, 'east', NOT_AHEAD, peer({ has: false }))).toBe('go ahead')
    expect(decide('public.unknown.note', 'west', NOT_AHEAD, peer({}))).toBe('go ahead')
  })

  test('is published first by the region that went ahead, whichever that is', () => {
    expect(decide(NAME, 'west', AHEAD, peer({}))).toBe('lead')
    expect(decide(NAME, 'east', NOT_AHEAD, peer({ ahead: true }))).toBe('await peer')
  })

  test('is not followed while the peer has published it and still sends what it wrote before', () => {
    expect(decide(NAME, 'east', NOT_AHEAD, peer({ ahead: true, publishes: true }))).toBe('await peer')
    expect(decide(NAME, 'east', NOT_AHEAD, peer({ publishes: true }))).toBe('follow')
  })

  test('that came to both regions at the same time is published by one of them first', () => {
    expect(decide(NAME, 'east', NOT_AHEAD, peer({}))).toBe('lead')
    expect(decide(NAME, 'west', NOT_AHEAD, peer({}))).toBe('await peer')
  })
})
