import { describe, expect, test } from 'vitest'
import { DatabaseUnavailableError } from './database-unavailable.error.js'
import { type Failure, failureOf, spoilsConnection } from './failure.js'

const failing = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

describe('the meaning of a failure', () => {
  test.each<[string, Error, Failure]>([
    ['a deadlock', failing('deadlock detected', '40P01'), 'conflict'],
    ['a serialization failure', failing('could not serialize access', '40001'), 'conflict'],
    ['a shutdown', failing('terminating connection due to administrator command', '57P01'), 'lost'],
    ['a demoted server', failing('cannot execute INSERT in a read-only transaction', '25006'), 'lost'],
    ['a refused connection', failing('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'), 'lost'],
    ['a cut connection', failing('Connection terminated unexpectedly'), 'lost'],
    ['a silent server', failing('Query read timeout'), 'lost'],
    ['a connection exception', failing('could not receive data', '08006'), 'lost'],
    ['an unavailable database', new DatabaseUnavailableError(failing('gone')), 'lost'],
    ['a statement timeout', failing('canceling statement due to statement timeout', '57014'), 'timeout'],
    ['a full disk', failing('could not extend file: No space left on device', '53100'), 'exhausted'],
    ['a full disk, in our words', new DatabaseUnavailableError(failing('full', '53100')), 'exhausted'],
    ['a server without memory', failing('out of memory', '53200'), 'exhausted'],
    ['a changed table', failing('cached plan must not change result type', '0A000'), 'stale-plan'],
    ['another unsupported feature', failing('cannot do that', '0A000'), 'rejected'],
    ['a duplicate key', failing('duplicate key value violates unique constraint', '23505'), 'rejected'],
    ['a fault in our own code', new TypeError('undefined is not a function'), 'rejected'],
  ])('of %s', (_name, error, failure) => {
    expect(failureOf(error)).toBe(failure)
  })

  test('only failures of the connection or of its prepared statements spoil it', () => {
    expect((['lost', 'stale-plan'] as const).every(spoilsConnection)).toBe(true)
    expect((['conflict', 'timeout', 'exhausted', 'rejected'] as const).some(spoilsConnection)).toBe(false)
  })
})
