import { describe, expect, test } from 'vitest'
import { readCommandLine } from './command-line.js'
import { UsageError } from './usage.error.js'

describe('readCommandLine', () => {
  test('takes --plan before and after the command', () => {
    expect(readCommandLine(['--plan', 'schema'])).toEqual({ command: 'schema', planOnly: true })
    expect(readCommandLine(['subscribe', '--plan'])).toEqual({ command: 'subscribe', planOnly: true })
    expect(readCommandLine(['schema'])).toEqual({ command: 'schema', planOnly: false })
  })

  test.each([[[]], [['scheme']], [['schema', 'subscribe']], [['--force', 'schema']]])('refuses %j', (args) => {
    expect(() => readCommandLine(args)).toThrow(UsageError)
  })
})
