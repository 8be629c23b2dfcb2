import { parseArgs } from 'node:util'
import { type Milliseconds, seconds } from '@bicoastal/kernel'
import type { Drill } from '../drill.js'
import { InvalidArgumentsError } from './invalid-arguments.error.js'

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'run'
      /** One, or all there are, one after another on one stack. */
      readonly drills: readonly Drill[]
      readonly seed: number
      readonly phase: Milliseconds
    }

/** A drill has three phases of equal length; shorter ones measure nothing. */
const PHASES = 3
const SHORTEST_DURATION = 15
const DEFAULT_DURATION = 45

/** @throws InvalidArgumentsError naming the argument and what it may be. */
export function parseCommand(args: readonly string[], drills: readonly Drill[], randomSeed: number): Command {
  const { values, positionals } = parsed(args)
  const names = [...drills.map((drill) => drill.name), 'all'].join(', ')
  const [name, ...surplus] = positionals
  if (name === undefined) throw new InvalidArgumentsError(`Which drill? There are: ${names}.`)
  if (surplus.length > 0) throw new InvalidArgumentsError(`One drill at a time; "${surplus.join(' ')}" is too much.`)
  if (values.target !== 'local') throw new InvalidArgumentsError(`The target may be local, not "${values.target}".`)
  if (name === 'list') return { kind: 'list' }
  const chosen = name === 'all' ? drills : drills.filter((known) => known.name === name)
  if (chosen.length === 0) throw new InvalidArgumentsError(`There is no drill "${name}". There are: ${names}.`)
  const seed = values.seed === undefined ? randomSeed : wholeNumber('--seed', values.seed, 0)
  const duration =
    values.duration === undefined ? DEFAULT_DURATION : wholeNumber('--duration', values.duration, SHORTEST_DURATION)
  return { kind: 'run', drills: chosen, seed, phase: seconds(duration / PHASES) }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        target: { type: 'string', default: 'local' },
        seed: { type: 'string' },
        duration: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new InvalidArgumentsError(cause instanceof Error ? cause.message : String(cause))
  }
}

function wholeNumber(option: string, text: string, lowest: number): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= lowest) return value
  throw new InvalidArgumentsError(`${option} must be a whole number from ${lowest}, not "${text}".`)
}
