import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { eventually } from '@bicoastal/kernel'
import { expect, test } from 'vitest'
import { keepDirectory, removeDirectory, temporaryDirectory } from './temporary-directory.js'

const source = new URL('./temporary-directory.ts', import.meta.url).href

test('a folder is gone after its process was killed, unless it was to be kept', async () => {
  const owner = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { temporaryDirectory, keepDirectory } = await import(${JSON.stringify(source)})
     const [condemned, kept] = [temporaryDirectory('condemned'), temporaryDirectory('kept')]
     keepDirectory(kept)
     console.log(condemned + ' ' + kept)
     setInterval(() => {}, 1000)`,
  ])
  const printed = await new Promise<string>((resolve) => owner.stdout.once('data', (data) => resolve(String(data))))
  const [condemned = '', kept = ''] = printed.trim().split(' ')
  expect(existsSync(condemned)).toBe(true)
  owner.kill('SIGKILL')
  await eventually(() => !existsSync(condemned), { awaited: `${condemned} to be removed` })
  expect(existsSync(kept)).toBe(true)
  removeDirectory(kept)
})

test('a removed folder is gone at once, and a kept one stays', () => {
  const [removed, kept] = [temporaryDirectory('removed'), temporaryDirectory('kept')]
  removeDirectory(removed)
  keepDirectory(kept)
  expect([existsSync(removed), existsSync(kept)]).toEqual([false, true])
  removeDirectory(kept)
})
