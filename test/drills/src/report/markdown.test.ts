import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown.js'
import type { DrillReport } from './report.js'

const report: DrillReport = {
  id: 'region-kill-1',
  drill: 'region-kill',
  hypothesis: 'It goes on.',
  blastRadius: 'west',
  abortCondition: 'never',
  method: ['break', 'repair'],
  target: 'local',
  seed: 1,
  phase: 5000,
  startedAt: '2026-01-01T00:00:00.000Z',
  versions: { postgres: '18.4' },
  passed: false,
  verdicts: [
    { budget: 'recoveryTime', limit: 3000, measured: 4000.4, met: false },
    { budget: 'lostWrites', limit: 0, measured: undefined, met: false },
  ],
  operations: [{ operation: 'PUT register', acknowledged: 5, failed: 1, undetermined: 2 }],
  failures: [{ operation: 'PUT register', reason: '502 broken', count: 2, from: 1510, to: 1620 }],
  findings: [{ kind: 'lost', region: 'east', subject: 'product 7', explanation: 'It is not there.' }],
  differences: [
    { table: 'products', key: '(7)', missingIn: 'west', columns: [] },
    { table: 'products', key: '(8)', missingIn: null, columns: [{ column: 'name', east: 'a', west: 'b' }] },
  ],
  conflicts: [{ region: 'east', table: 'products', policy: 'lastWriteWins', count: 3 }],
  journal: [{ at: 1500, what: 'Fault' }],
  errors: ['The region did not start.'],
}

test('a report says whether it passed, and everything that was broken', () => {
  const text = renderMarkdown(report)
  for (const expected of [
    '# region-kill: FAILED',
    '**Broke off:** The region did not start.',
    /recovery time as callers saw it \(ms\) +\| 3000 +\| 4000 +\| BROKEN/,
    /acknowledged writes lost +\| 0 +\| not measured \| BROKEN/,
    /2 +\| PUT register \| 1\.51 +\| 1\.62 +\| 502 broken/,
    '- lost in east: product 7. It is not there.',
    '- products (7) is missing in west',
    '- products (8): name is a in east, b in west',
    /PUT register \| 5 +\| 1 +\| 2/,
    /1\.50 +\| Fault/,
    '- 3 in products (lastWriteWins), noted in east',
  ]) {
    expect(text).toMatch(expected)
  }
})

test('a report without findings says so', () => {
  expect(renderMarkdown({ ...report, findings: [], differences: [], conflicts: [] }).match(/^None\.$/gm)).toHaveLength(
    3,
  )
})
