import { existsSync, readFileSync } from 'node:fs'

/** The end of a log file, indented for an error message; empty when there is none. */
export function lastLines(logFile: string, count = 8): string {
  if (!existsSync(logFile)) return ''
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count)
  return lines.join('') === '' ? '' : `\n    ${lines.join('\n    ')}`
}
