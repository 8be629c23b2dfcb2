import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TwoRegions } from '@bicoastal/testkit'
import type { DrillResult } from '../run-drill.js'
import { renderMarkdown } from './markdown.js'

/**
 * Writes `report.json`, `report.md` and `history.jsonl` (every attempt, one a line); with the logs of every part where
 * the drill did not pass.
 *
 * @returns the folder.
 */
export function writeReport(parent: string, { report, attempts }: DrillResult, regions: TwoRegions): string {
  const folder = join(parent, report.id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(join(folder, 'report.md'), renderMarkdown(report))
  writeFileSync(join(folder, 'history.jsonl'), attempts.map((attempt) => `${toJson(attempt)}\n`).join(''))
  if (!report.passed) regions.keepLogs(join(folder, 'logs'))
  return folder
}

/** Versions are 63-bit numbers, which JSON readers would round. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
}
