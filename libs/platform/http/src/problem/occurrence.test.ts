import { BicoastalError } from '@bicoastal/kernel'
import { BadRequestException, HttpException } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { httpProblem } from './http-problem.js'
import { InvalidRequestError } from './invalid-request.error.js'
import { occurrenceOf } from './occurrence.js'

const LIMITS = { code: 'too_many', status: 429, title: 'Too many', advice: 'Wait.', retryAfter: 3 }
class TooManyError extends httpProblem(LIMITS) {}

class QuotaError extends BicoastalError {
  readonly code = 'quota'
  readonly advice = 'Ask for less.'

  constructor(readonly status: number) {
    super('The quota of tenant 7 is used up')
  }
}

describe('what a caller is told', () => {
  test('about a problem is what the problem says', () => {
    const occurrence = occurrenceOf(new TooManyError('You may ask twice a second.'))
    expect(occurrence).toMatchObject({ definition: LIMITS, detail: 'You may ask twice a second.', unforeseen: false })
    expect(occurrence.headers).toEqual({ 'retry-after': '3' })
  })

  test('about another error of ours is its message only where the caller is at fault', () => {
    expect(occurrenceOf(new QuotaError(409)).detail).toBe('The quota of tenant 7 is used up.')
    const ours = occurrenceOf(new QuotaError(503))
    expect(ours.definition).toMatchObject({ code: 'quota', status: 503, advice: 'Ask for less.' })
    expect(ours.detail).not.toContain('tenant')
  })

  test('about an error of ours that has a title is that title', () => {
    const error = Object.assign(new QuotaError(409), { title: 'The quota is used up' })
    expect(occurrenceOf(error).definition.title).toBe('The quota is used up')
  })

  test('about an error of the framework goes by its status', () => {
    const wrapped = new HttpException('x', 413, { cause: Object.assign(new RangeError('x'), { statusCode: 413 }) })
    expect(occurrenceOf(wrapped).definition.code).toBe('body_too_large')
    expect(occurrenceOf(new BadRequestException('<script>')).detail).not.toContain('script')
  })

  test.each([
    ['a bug', new TypeError('secret')],
    ['an error that claims success', Object.assign(new Error('secret'), { statusCode: 200 })],
    ['an error that a library marks as internal', Object.assign(new Error('secret'), { statusCode: 500 })],
    ['an error of the database', Object.assign(new Error('secret'), { code: '22021' })],
    ['a text', 'secret'],
    ['nothing', undefined],
  ])('about %s is nothing but that it is our fault', (_what, thrown) => {
    const occurrence = occurrenceOf(thrown)
    expect(occurrence).toMatchObject({ unforeseen: true, definition: { code: 'internal_error', status: 500 } })
    expect(JSON.stringify(occurrence)).not.toContain('secret')
  })

  test('about ten thousand faults is the first twenty', () => {
    const faults = Array.from({ length: 10_000 }, () => ({ in: 'body' as const, field: 'items', message: 'wrong' }))
    expect(occurrenceOf(new InvalidRequestError(faults)).faults).toHaveLength(20)
  })
})
