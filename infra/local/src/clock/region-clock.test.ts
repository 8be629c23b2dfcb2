import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { RegionClock } from './region-clock.js'

const directory = mkdtempSync(join(tmpdir(), 'bicoastal-clock-'))
afterAll(() => rmSync(directory, { recursive: true }))

const file = join(directory, 'clock')
const date = { command: '/bin/date', args: ['+%s'] }

function secondsBy(clock: RegionClock): number {
  const { command, args } = clock.command(date)
  return Number(execFileSync(command, [...args], { encoding: 'utf8' }))
}

const now = () => Date.now() / 1000

test('a program runs by the machine’s clock until the clock is set, and again when it is given back', () => {
  const clock = new RegionClock(file)
  expect(clock.command(date)).toEqual(date)
  clock.set(60_000)
  expect(clock.faked).toBe(true)
  clock.restore()
  expect(clock.command(date)).toEqual(date)
})

test.each([3_600_000, -3_600_000, 0])('a program sees a clock that is off by %i ms', (offset) => {
  const clock = new RegionClock(file)
  clock.set(offset)
  expect(Math.abs(secondsBy(clock) - now() - offset / 1000)).toBeLessThan(3)
})

test('fractions of a second and the sign are kept', () => {
  const clock = new RegionClock(file)
  clock.set(-2500)
  expect(readFileSync(file, 'utf8')).toBe('-2.5\n')
  clock.set(250)
  expect(readFileSync(file, 'utf8')).toBe('+0.25\n')
})
