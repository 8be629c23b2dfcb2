import { mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EventLog } from './event-log.js'

test('events that could not be written are written with the next one', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bicoastal-events-'))
  const file = join(directory, 'events.jsonl')
  const log = new EventLog(file)
  // As good as a full disk: nothing can be appended to a directory.
  mkdirSync(file)
  log.record('east/queue', 'ended')
  rmdirSync(file)
  log.record('east/queue', 'runs again')
  const written = readFileSync(file, 'utf8').trim().split('\n')
  expect(written.map((line) => JSON.parse(line).what)).toEqual(['ended', 'runs again'])
  expect(log.latest()).toHaveLength(2)
  rmSync(directory, { recursive: true })
})
