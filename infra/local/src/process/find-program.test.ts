import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findProgram } from './find-program.js'
import { isMissingProgramError } from './missing-program.error.js'

describe('a program of the system', () => {
  test('is found on the path if it can be executed', () => {
    const directory = mkdtempSync(join(tmpdir(), 'bicoastal-path-'))
    const program = join(directory, 'tool-of-this-test')
    writeFileSync(program, '')
    expect(() => findProgram('tool-of-this-test', directory)).toThrow(expect.toSatisfy(isMissingProgramError))
    chmodSync(program, 0o755)
    expect(findProgram('tool-of-this-test', directory)).toBe(program)
    rmSync(directory, { recursive: true })
  })

  test('that is missing is named with the one command that installs it', () => {
    expect(() => findProgram('no-such-server', '')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('The program no-such-server is not installed'),
        advice: 'Run: sudo apt-get install -y no-such-server',
      }),
    )
  })
})
