import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBicoastalError } from '@bicoastal/kernel'
import { DRILLS } from '../drills.js'
import { renderVerdicts } from '../report/markdown.js'
import { writeReport } from '../report/write-report.js'
import { runDrill } from '../run-drill.js'
import { type Command, parseCommand } from './arguments.js'
import { openTarget } from './target.js'

const REPORTS = fileURLToPath(new URL('../../../../.local/drills/', import.meta.url))

const print = (line: string) => process.stdout.write(`${line}\n`)

function list(): void {
  const width = Math.max(...DRILLS.map((drill) => drill.name.length))
  for (const drill of DRILLS) print(`${drill.name.padEnd(width)}  ${drill.hypothesis}`)
}

async function run({ drills, seed, phase }: Extract<Command, { kind: 'run' }>): Promise<boolean> {
  const interruption = new AbortController()
  process.once('SIGINT', () => interruption.abort())
  const target = await openTarget(print)
  try {
    const outcomes: string[] = []
    for (const drill of drills) {
      if (interruption.signal.aborted) break
      print(`\n${drill.name}: ${drill.hypothesis}`)
      const result = await runDrill(drill, target.regions, {
        seed,
        phase,
        target: target.description,
        signal: interruption.signal,
        listen: ({ at, what }) => print(`${(at / 1000).toFixed(1).padStart(6)} s  ${what}`),
      })
      const folder = writeReport(REPORTS, result, target.regions)
      print(`\n${renderVerdicts(result.report.verdicts)}\n`)
      outcomes.push(`${result.report.passed ? 'Passed' : 'FAILED'}. Report: ${join(folder, 'report.md')}`)
      print(outcomes.at(-1) ?? '')
    }
    if (drills.length > 1) print(`\n${outcomes.join('\n')}`)
    return outcomes.length === drills.length && outcomes.every((outcome) => outcome.startsWith('Passed'))
  } finally {
    await target.regions.release()
  }
}

try {
  const command = parseCommand(process.argv.slice(2), DRILLS, randomInt(2 ** 31))
  if (command.kind === 'list') list()
  else process.exitCode = (await run(command)) ? 0 : 1
} catch (error) {
  if (!isBicoastalError(error)) throw error
  process.stderr.write(`${error.message}\n${error.advice}\n`)
  process.exitCode = 2
}
