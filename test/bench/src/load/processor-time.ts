import { readFileSync } from 'node:fs'
import type { Milliseconds } from '@bicoastal/kernel'

/** Linux counts processor time in hundredths of a second, whatever its kernel's own tick is. */
const MILLISECONDS_PER_TICK = 10

/** Processor time that a process has used so far, in user and kernel mode, all threads. */
export function processorTime(pid: number): Milliseconds {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program's name may contain spaces; the fields after it start behind the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK
}
