import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { StackFiles } from '../stack/stack-files.js'
import type { CommandLineOptions } from './arguments.js'
import { UsageError } from './usage.error.js'

/** Shows the end of logs, of the parts whose names begin as given or of all; `-f` goes on as they grow. */
export async function logs({ directory, positionals, follow }: CommandLineOptions): Promise<void> {
  const root = join(new StackFiles(directory).directory, 'logs')
  const names = logNames(root)
  const wanted = names.filter((name) => positionals.length === 0 || positionals.some((begin) => name.startsWith(begin)))
  if (wanted.length === 0) {
    throw new UsageError(`There is no log named ${positionals.join(', ')}.`, `Logs: ${names.join(' ') || 'none yet'}`)
  }
  const lines = wanted.length === 1 ? '200' : '20'
  const args = ['-n', lines, ...(follow ? ['-F'] : []), '--', ...wanted.map((name) => `${name}.log`)]
  await once(spawn('tail', args, { cwd: root, stdio: 'inherit' }), 'exit')
}

function logNames(root: string): string[] {
  if (!existsSync(root)) return []
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.log'),
  )
  return files.map((entry) => relative(root, join(entry.parentPath, entry.name)).slice(0, -'.log'.length)).toSorted()
}
