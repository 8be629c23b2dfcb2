import { fileURLToPath } from 'node:url'
import { FEATURES } from '@bicoastal/features'
import { type RegionId, seconds } from '@bicoastal/kernel'
import { startTwoRegions } from '@bicoastal/testkit'
import { afterAll, expect, test } from 'vitest'
import type { Drill } from './drill.js'
import { DRILLS } from './drills.js'
import { untilHealed } from './experiment/open-troubles.js'
import { regionKill } from './region-kill.js'
import { renderMarkdown } from './report/markdown.js'
import type { DrillReport } from './report/report.js'
import { writeReport } from './report/write-report.js'
import { type DrillResult, runDrill } from './run-drill.js'

const REPORTS = fileURLToPath(new URL('../../../.local/drills/', import.meta.url))

const regions = await startTwoRegions({ features: FEATURES })

afterAll(() => regions.release())

function run(drill: Drill): Promise<DrillResult> {
  return runDrill(drill, regions, {
    seed: 7,
    phase: seconds(5),
    target: 'a stack of the tests',
    signal: new AbortController().signal,
    listen: () => undefined,
  })
}

/** What a failed expectation shows: the whole report, and where the rest is, rather than "expected false to be true". */
function inWords(result: DrillResult): string {
  if (result.report.passed) return 'passed'
  const folder = writeReport(REPORTS, result, regions)
  return `${renderMarkdown(result.report)}\nHistory and logs: ${folder}`
}

test.each(DRILLS)('$name passes', { timeout: 180_000 }, async (drill) => {
  const result = await run(drill)
  expect(inWords(result)).toBe('passed')
  expect(result.attempts.length).toBeGreaterThan(500)
})

test('incidents that are open and rows in quarantine are found in the region that has them', async () => {
  const [east, west] = [regions.sql('east'), regions.sql('west')]
  // The keeper closes what it has reported itself; it knows nothing of this table.
  await east.query(
    "INSERT INTO convergence.incidents (kind, subject, message, advice) VALUES ('divergence', 'nowhere', 'They differ.', 'None.')",
  )
  await west.query(
    `INSERT INTO convergence.awaited_rows (table_schema, table_name, key, error_code, error, next_attempt_at)
     VALUES ('public', 'products', '{k}', '23514', 'It does not fit.', now() + interval '1 hour')`,
  )
  try {
    // The keeper of west reports the quarantine as an incident, too, as soon as it looks.
    expect(await untilHealed(regions, seconds(1))).toEqual(
      expect.arrayContaining([
        { region: 'east', kind: 'incident', what: 'divergence (nowhere): They differ.' },
        { region: 'west', kind: 'quarantined row', what: 'products (k): It does not fit.' },
      ]),
    )
  } finally {
    await east.query("DELETE FROM convergence.incidents WHERE subject = 'nowhere'")
    await west.query("DELETE FROM convergence.awaited_rows WHERE key = '{k}'")
  }
  expect(await untilHealed(regions, seconds(20))).toEqual([])
})

/** A drill that damages rows behind the back of replication and of the merge triggers. */
const sabotage = (sql: string, where: readonly RegionId[]): Drill => ({
  ...regionKill,
  name: 'sabotage',
  async run(experiment) {
    await experiment.hold(seconds(2), 'Steady state')
    await experiment.fault(sql, async () => {
      for (const region of where) await regions.sql(region).query(`SET session_replication_role = replica; ${sql}`)
    })
  },
  heal: () => Promise.resolve(),
})

const measured = (report: DrillReport, budget: string) =>
  report.verdicts.find((verdict) => verdict.budget === budget)?.measured

test('a drill notices acknowledged writes that vanished from both regions', { timeout: 180_000 }, async () => {
  const vanish = `DELETE FROM public.products WHERE name LIKE 'sabotage-% product 1'`
  const { report } = await run(sabotage(vanish, ['east', 'west']))
  expect(report.passed).toBe(false)
  expect(measured(report, 'lostWrites')).toBe(2)
  expect(report.findings).toMatchObject([
    { kind: 'lost', region: 'east' },
    { kind: 'lost', region: 'west' },
  ])
})
