import { describe, expect, test } from 'vitest'
import { derivedId } from './derived-id.js'

describe('derivedId', () => {
  test('gives the same id for the same parts', () => {
    expect(derivedId('caller', 'POST /v1/orders', 'key')).toBe(derivedId('caller', 'POST /v1/orders', 'key'))
  })

  test('is a UUID of version 5 and the RFC variant', () => {
    expect(derivedId('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('keeps the borders between parts', () => {
    expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'))
    expect(derivedId('1:a')).not.toBe(derivedId('a', ''))
  })

  test('counts bytes, not characters, so that no part can imitate a border', () => {
    expect(derivedId('é', 'x')).not.toBe(derivedId('é1:x'))
  })

  test('never changes between releases: stored ids depend on it', () => {
    expect(derivedId('caller', 'POST /v1/orders', 'key')).toBe('e29c089b-aa00-5b8c-a28f-89d357e67171')
  })
})
