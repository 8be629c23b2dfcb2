import { describe, expect, test } from 'vitest'
import { refusalOf } from './refusal.js'

const failure = (code: string): Error => Object.assign(new Error('why'), { code })

describe('refusalOf', () => {
  test.each(['23514', '23502', '22003', '42703', 'P0001'])('%s is the fault of the row', (code) => {
    expect(refusalOf(failure(code))).toEqual({ code, message: 'why' })
  })

  test.each(['40P01', '53100', '57014', '08006', '55P03', 'XX000'])(
    '%s is not, and must not put a row aside',
    (code) => {
      expect(refusalOf(failure(code))).toBeNull()
    },
  )

  test('an error that is not of the database is not', () => {
    expect(refusalOf(new Error('socket'))).toBeNull()
  })
})
