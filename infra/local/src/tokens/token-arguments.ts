import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Milliseconds, minutes, seconds } from '@bicoastal/kernel'
import { DEFAULT_DIRECTORY } from '../stack/repository.js'
import type { TokenContent } from './mint-token.js'

/** How `scripts/token` is used. */
export const TOKEN_USAGE = `Usage: ./scripts/token [--role R]... [--subject S] [--expires 1h] [--dir DIRECTORY]

Prints a development token for the running stack.
  --role       customer, merchant or ops; may be repeated (default: customer)
  --subject    who the caller is (default: developer)
  --expires    how long it is valid: a number with s, m, h or d (default: 1h)
  --dir        which stack (default .local/stack, or BICOASTAL_DIR)

  curl -H "authorization: Bearer $(./scripts/token --role merchant)" ...`

const ROLES = ['customer', 'merchant', 'ops']
const UNITS: Readonly<Record<string, Milliseconds>> = {
  s: seconds(1),
  m: minutes(1),
  h: minutes(60),
  d: minutes(60 * 24),
}

/** What `scripts/token` is to do. */
export type TokenRequest = { readonly help: true } | (TokenContent & { readonly directory: string })

/**
 * Reads the arguments of `scripts/token`.
 *
 * @throws TypeError saying which argument is wrong and what it may be.
 */
export function readTokenArguments(args: readonly string[]): TokenRequest {
  const { values } = parseArgs({
    args: [...args],
    options: {
      role: { type: 'string', multiple: true, default: ['customer'] },
      subject: { type: 'string', default: 'developer' },
      expires: { type: 'string', default: '1h' },
      dir: { type: 'string', default: process.env['BICOASTAL_DIR'] ?? DEFAULT_DIRECTORY },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return { help: true }
  const unknown = values.role.find((role) => !ROLES.includes(role))
  if (unknown !== undefined) throw new TypeError(`There is no role '${unknown}'; there are ${ROLES.join(', ')}.`)
  if (values.subject === '') throw new TypeError('--subject must not be empty.')
  const { subject, dir, role: roles } = values
  return { roles, subject, directory: resolve(dir), validFor: readDuration(values.expires) }
}

function readDuration(text: string): Milliseconds {
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? []
  const length = unit === undefined ? undefined : UNITS[unit]
  if (length === undefined)
    throw new TypeError(`--expires must be a number with s, m, h or d, like 90m, not '${text}'.`)
  return Number(count) * length
}
