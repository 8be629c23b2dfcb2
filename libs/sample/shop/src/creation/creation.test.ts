import { describe, expect, test } from 'vitest'
import { creationOf } from './creation.js'

const REQUEST = { route: 'POST /v1/orders', caller: 'ada', key: 'basket-7', body: { items: [1] } }

describe('what a request creates', () => {
  test('has the same identity when the request is sent again', () => {
    expect(creationOf(REQUEST)).toEqual(creationOf({ ...REQUEST }))
  })

  test.each([{ route: 'POST /v1/products' }, { caller: 'bob' }, { key: 'basket-8' }])(
    'is something else for another %j',
    (difference) => {
      expect(creationOf({ ...REQUEST, ...difference }).id).not.toBe(creationOf(REQUEST).id)
    },
  )

  test('keeps its id but not its fingerprint when the same key asks for something else', () => {
    const other = creationOf({ ...REQUEST, body: { items: [2] } })
    expect(other.id).toBe(creationOf(REQUEST).id)
    expect(other.fingerprint).not.toBe(creationOf(REQUEST).fingerprint)
  })

  test('is new every time without a key', () => {
    const { id, fingerprint } = creationOf({ ...REQUEST, key: undefined })
    expect(fingerprint).toBeNull()
    expect(id).not.toBe(creationOf({ ...REQUEST, key: undefined }).id)
  })
})
