import { describe, expect, test } from 'vitest'
import { DEFAULT_DIRECTORY } from '../stack/repository.js'
import { readArguments } from './arguments.js'
import { isUsageError } from './usage.error.js'

describe('the arguments of the scripts', () => {
  test('mean the usual stack when there are none', () => {
    expect(readArguments([], {})).toMatchObject({ directory: DEFAULT_DIRECTORY, portOffset: 0, wipe: false })
  })

  test('win over the environment', () => {
    const env = { BICOASTAL_PORT_OFFSET: '100', BICOASTAL_DIR: '/tmp/from-environment' }
    expect(readArguments([], env)).toMatchObject({ portOffset: 100, directory: '/tmp/from-environment' })
    expect(readArguments(['--port-offset', '200', '--dir', '/tmp/given'], env)).toMatchObject({
      portOffset: 200,
      directory: '/tmp/given',
    })
  })

  test.each([['--port-offset', 'many'], ['--port-offset', '-1'], ['--port-offset', '1.5'], ['--nonsense']])(
    'are refused when they make no sense: %s %s',
    (...args) => {
      expect(() => readArguments(args, {})).toThrow(expect.toSatisfy(isUsageError))
    },
  )
})
