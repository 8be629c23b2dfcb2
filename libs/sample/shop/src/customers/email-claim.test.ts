import { describe, expect, test } from 'vitest'
import { emailClaim } from './email-claim.js'

describe('the claim to an e-mail', () => {
  test('is the same however the e-mail is written', () => {
    expect(emailClaim('1', 'Ada@Example.ORG')).toEqual(emailClaim('1', 'ada@example.org'))
  })

  test('is another one for another e-mail, and for another customer', () => {
    expect(emailClaim('1', 'ada@example.org')).not.toEqual(emailClaim('1', 'bob@example.org'))
    expect(emailClaim('1', 'ada@example.org').value).toBe(emailClaim('2', 'ada@example.org').value)
  })
})
