import { describe, expect, test } from 'vitest'
import { DRILLS } from '../drills.js'
import { parseCommand } from './arguments.js'
import { InvalidArgumentsError } from './invalid-arguments.error.js'

const parse = (...args: string[]) => parseCommand(args, DRILLS, 42)

test('a name alone runs that drill with a random seed', () => {
  expect(parse('region-kill')).toMatchObject({
    kind: 'run',
    drills: [{ name: 'region-kill' }],
    seed: 42,
    phase: 15_000,
  })
})

test('all runs every drill there is', () => {
  expect(parse('all')).toMatchObject({ kind: 'run', drills: DRILLS })
})

test('seed and duration are taken; the duration is that of all phases together', () => {
  expect(parse('region-kill', '--seed', '7', '--duration', '30')).toMatchObject({ seed: 7, phase: 10_000 })
})

test('list lists', () => {
  expect(parse('list')).toEqual({ kind: 'list' })
})

describe('refused with the reason', () => {
  test.each([
    [[], 'Which drill'],
    [['region-kil'], 'There are: rolling-deploy'],
    [['region-kill', 'list'], 'too much'],
    [['region-kill', '--seed', 'x'], '--seed'],
    [['region-kill', '--duration', '3'], '--duration must be a whole number from 15'],
    [['region-kill', '--target', 'k8s'], 'target'],
    [['region-kill', '--fast'], '--fast'],
  ])('%j', (args, reason) => {
    expect(() => parse(...args)).toThrow(InvalidArgumentsError)
    expect(() => parse(...args)).toThrow(reason)
  })
})
