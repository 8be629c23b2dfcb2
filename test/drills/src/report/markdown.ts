import type { RowDifference } from '@bicoastal/convergence'
import type { Outage } from '../history/outage.js'
import type { DrillReport } from './report.js'
import type { Verdict } from './verdict.js'

const BUDGET_WORDS: Readonly<Record<Verdict['budget'], string>> = {
  recoveryTime: 'recovery time as callers saw it (ms)',
  recoveryTimeP99: 'the same for 99 of 100 requests (ms)',
  writableAgain: 'until the region that was hit took writes itself (ms)',
  brokenInvariants: 'resurrected, contested, oversold, or gone back',
  catchUpShare: "time to catch up, as a share of the fault's length",
  detectionTime: 'until the fault was reported (ms)',
  healingTime: 'until the fault was repaired without a person (ms)',
  openIncidents: 'incidents that nobody has healed',
  quarantinedRows: 'rows that a region could not take in',
  retainedLog: 'write-ahead log held back (bytes)',
  failedRequests: 'failed requests',
  lostWrites: 'acknowledged writes lost',
  surplusEffects: 'effects that happened twice or were never asked for',
  unfinishedJobs: 'promised jobs unfinished',
  divergentRows: 'rows that differ between the regions',
  failedRequestsOnReturn: 'failed requests while the region came back',
  convergenceTime: 'time to converge (ms)',
}

/** The report as a person reads it. */
export function renderMarkdown(report: DrillReport): string {
  return [
    `# ${report.drill}: ${report.passed ? 'passed' : 'FAILED'}`,
    `${report.startedAt}, target ${report.target}, seed ${report.seed}, id ${report.id}`,
    ...report.errors.map((error) => `**Broke off:** ${error}`),
    `**Hypothesis.** ${report.hypothesis}`,
    `**Blast radius.** ${report.blastRadius}`,
    `**Aborts when.** ${report.abortCondition}`,
    report.method.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    '## Budgets',
    renderVerdicts(report.verdicts),
    '## What callers saw',
    renderOutage('From the fault until it was undone', report.outage),
    renderOutage('From then until the end of the load', report.return),
    renderOperations(report),
    renderFailures(report),
    '## Broken promises',
    listed(
      report.findings.map(
        ({ kind, region, subject, explanation }) => `${kind} in ${region}: ${subject}. ${explanation}`,
      ),
    ),
    '## Rows that differ',
    listed(report.differences.map(inWords)),
    '## Conflicts',
    listed(report.conflicts.map((each) => `${each.count} in ${each.table} (${each.policy}), noted in ${each.region}`)),
    '## Journal',
    table(
      ['at (s)', 'what'],
      report.journal.map(({ at, what }) => [(at / 1000).toFixed(2), what]),
    ),
    '## Versions',
    table(['part', 'version'], Object.entries(report.versions)),
    '',
  ].join('\n\n')
}

function inWords({ table: name, key, missingIn, columns }: RowDifference): string {
  if (missingIn !== null) return `${name} ${key} is missing in ${missingIn}`
  return `${name} ${key}: ${columns.map(({ column, east, west }) => `${column} is ${east} in east, ${west} in west`).join('; ')}`
}

/** Times to the millisecond; shares, which are small, to the thousandth. */
const shown = (value: number | undefined) => {
  if (value === undefined) return 'not measured'
  return String(value > 1 ? Math.round(value) : Math.round(value * 1000) / 1000)
}

/** The budgets as a Markdown table; readable on a terminal, too. */
export function renderVerdicts(verdicts: readonly Verdict[]): string {
  return table(
    ['budget', 'limit', 'measured', ''],
    verdicts.map(({ budget, limit, measured, met }) => [
      BUDGET_WORDS[budget],
      String(limit),
      shown(measured),
      met ? 'met' : 'BROKEN',
    ]),
  )
}

const milliseconds = (value: number) => `${Math.round(value)} ms`

function renderOutage(title: string, outage: Outage | undefined): string {
  if (outage === undefined) return `${title}: not reached.`
  return `${title}: ${outage.failedRequests} of ${outage.requests} requests failed. Until the last failure ${milliseconds(outage.untilLastFailure)}, longest wait of a caller ${milliseconds(outage.longestWait)}, longest time in which nobody got some operation through ${milliseconds(outage.longestGap)}.`
}

function renderOperations(report: DrillReport): string {
  return table(
    ['operation', 'acknowledged', 'failed', 'undetermined'],
    report.operations.map(({ operation, acknowledged, failed, undetermined }) =>
      [operation, acknowledged, failed, undetermined].map(String),
    ),
  )
}

function renderFailures(report: DrillReport): string {
  if (report.failures.length === 0) return 'No request failed.'
  return table(
    ['failed requests', 'operation', 'from (s)', 'to (s)', 'reason'],
    report.failures.map(({ operation, reason, count, from, to }) => [
      String(count),
      operation,
      (from / 1000).toFixed(2),
      (to / 1000).toFixed(2),
      reason.slice(0, 160),
    ]),
  )
}

function listed(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : lines.map((line) => `- ${line}`).join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0), 3))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
