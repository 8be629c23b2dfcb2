import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { claimPortOffset, StackClient } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const PROGRAM = fileURLToPath(new URL('../../../../infra/local/dist/cli/main.js', import.meta.url))

const directory = temporaryDirectory('command-line')
const claim = await claimPortOffset()
const portOffset = claim.first
const client = new StackClient(directory)

/** What the scripts run, in the directory of this test. */
async function stack(...args: string[]): Promise<{ status: number; output: string }> {
  const place = [
    '--dir',
    directory,
    ...(args[0] === 'up' ? ['--port-offset', `${portOffset}`, '--infrastructure-only'] : []),
  ]
  try {
    const { stdout, stderr } = await run(process.execPath, [PROGRAM, ...args, ...place])
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string }
    return { status: failed.code, output: failed.stdout + failed.stderr }
  }
}

afterAll(async () => {
  await stack('down')
  claim.release()
  removeDirectory(directory)
})

describe('the scripts of the embedded stack', () => {
  test('a taken port is named with the part that needs it and the program that has it, and nothing is left running', async () => {
    const server = createServer().listen(8113 + portOffset, '127.0.0.1')
    await once(server, 'listening')
    const { status, output } = await stack('up')
    server.close()
    expect(status).toBe(1)
    expect(output).toContain(`Port ${8113 + portOffset}, which east/queue needs, is taken by`)
    expect(output).toContain(`(pid ${process.pid})`)
    expect((await stack('status')).output).toContain('No stack is running')
  })

  test('a part that cannot start is named with its log, and nothing is left running', async () => {
    // An append-only file that Redis cannot read, as a broken disk leaves it.
    const data = client.files.data('west/queue')
    mkdirSync(join(data, 'appendonlydir'), { recursive: true })
    writeFileSync(join(data, 'appendonlydir', 'appendonly.aof.manifest'), 'nonsense')
    const { status, output } = await stack('up')
    rmSync(data, { recursive: true })
    expect(status).toBe(1)
    expect(output).toMatch(/west\/queue .*west\/queue\.log/s)
    expect((await stack('status')).output).toContain('No stack is running')
  })

  test('a second up does nothing and says so', async () => {
    expect(await stack('up')).toMatchObject({ status: 0, output: expect.stringContaining('ready') })
    const { pid } = await client.info()
    expect(await stack('up')).toMatchObject({ status: 0, output: expect.stringContaining('Already running') })
    expect((await client.info()).pid).toBe(pid)
  })

  test('data survives down and up', async () => {
    await sql('CREATE TABLE kept (word text)', `INSERT INTO kept VALUES ('lamp')`)
    expect((await stack('down')).status).toBe(0)
    expect((await stack('up')).status).toBe(0)
    expect(await sql('SELECT word FROM kept')).toEqual([{ word: 'lamp' }])
  })

  test('status shows every part with its state and role', async () => {
    const { output } = await stack('status')
    expect(output).toMatch(/^east\/postgres-a +running +\d+ +\d+ +0 +primary/m)
    expect(output).toMatch(/^west\/queue +running/m)
    expect(output).toMatch(/^link +running.*from east: clear; from west: clear/m)
  })

  test('the link is cut in one direction and healed', async () => {
    expect((await stack('link', 'cut', '--from', 'east')).output).toBe('from east: cut\nfrom west: clear\n')
    expect((await stack('link', 'heal')).output).toBe('from east: clear\nfrom west: clear\n')
    expect(await stack('link', 'delay', 'long')).toMatchObject({
      status: 1,
      output: expect.stringContaining('0 to 60000 ms'),
    })
  })

  test('logs are found by the beginning of their name', async () => {
    expect((await stack('logs', 'east/postgres-a')).output).toContain('database system is ready')
    expect((await stack('logs', 'nonsense')).output).toContain('east/postgres-a')
  })

  test('down with --wipe forgets the data', async () => {
    expect((await stack('down', '--wipe')).output).toContain('Forgotten')
    expect((await stack('up')).status).toBe(0)
    await expect(sql('SELECT word FROM kept')).rejects.toThrow('does not exist')
  })
})

async function sql(...statements: string[]): Promise<unknown[]> {
  const database = new Client({ connectionString: await client.databaseUrl('east', 'admin') })
  await database.connect()
  try {
    const results = []
    for (const statement of statements) results.push(await database.query(statement))
    return results.at(-1)?.rows ?? []
  } finally {
    await database.end()
  }
}
