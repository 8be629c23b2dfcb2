import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@bicoastal/kernel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identify, isAlive } from '../process/process-identity.js'
import { isPartFailedError } from '../process/part-failed.error.js'
import { untilReady } from '../process/readiness.js'
import { RunningProgram } from '../process/running-program.js'
import { EventLog } from './event-log.js'
import { endLeftovers } from './leftovers.js'
import { ProcessRecords } from './process-records.js'
import { SupervisedProgram } from './supervised-program.js'

let directory: string
let records: { events: EventLog; processes: ProcessRecords }
let recordFile: string
const started: SupervisedProgram[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bicoastal-supervision-'))
  recordFile = join(directory, 'processes.json')
  records = { events: new EventLog(join(directory, 'events.jsonl')), processes: new ProcessRecords(recordFile) }
})

afterEach(async () => {
  await Promise.all(started.splice(0).map((part) => part.destroy()))
  rmSync(directory, { recursive: true })
})

function supervise(script: string): SupervisedProgram {
  const log = join(directory, 'part.log')
  const part = new SupervisedProgram(
    {
      name: 'east/part',
      port: null,
      log,
      grace: 300,
      launch: () => RunningProgram.start({ name: 'east/part', command: '/bin/sh', args: ['-c', script], logFile: log }),
      ready: (running) => untilReady(running, 5000, () => Promise.resolve(true)),
    },
    records,
  )
  started.push(part)
  return part
}

const state = (part: SupervisedProgram) => part.describe().state
const untilState = (part: SupervisedProgram, wanted: string) =>
  eventually(() => state(part) === wanted, { awaited: `the part to be ${wanted}, not ${state(part)}` })

describe('a supervised program', () => {
  test('runs again after it was killed, and says so', async () => {
    const part = supervise('exec sleep 60')
    await part.start()
    const first = part.describe().pid
    part.kill('SIGKILL')
    await untilState(part, 'waiting')
    await untilState(part, 'running')
    expect(part.describe().pid).not.toBe(first)
    expect(part.describe().restarts).toBe(1)
    const said = records.events.latest().map(({ what }) => what)
    expect(said).toEqual(['ended by SIGKILL; starting again in 200 ms', 'runs again'])
  })

  test('stays down when it was told to stop', async () => {
    const part = supervise('exec sleep 60')
    await part.start()
    await part.stop()
    expect(part.describe()).toMatchObject({ state: 'stopped', pid: null })
    expect(records.events.latest()).toEqual([])
  })

  test('is killed when it does not finish within its grace', async () => {
    const part = supervise(`trap '' TERM; touch ${join(directory, 'deaf')}; while true; do sleep 1; done`)
    await part.start()
    await eventually(() => existsSync(join(directory, 'deaf')), { awaited: 'the part to be deaf to SIGTERM' })
    const { running } = part
    await part.stop()
    expect(running?.exit?.signal).toBe('SIGKILL')
  })

  test('takes what it has started with it when it is killed', async () => {
    const part = supervise(`sleep 61 & echo $! > ${join(directory, 'child.pid')}; wait`)
    await part.start()
    const child = await eventually(() => childIdentity(), { awaited: 'the child of the part' })
    expect(isAlive(child)).toBe(true)
    await part.destroy()
    await eventually(() => !isAlive(child), { awaited: 'the child to be dead' })
  })

  test('fails to start, with its log and its last words, when it ends at once', async () => {
    const log = join(directory, 'failing.log')
    const part = new SupervisedProgram(
      {
        name: 'east/failing',
        port: null,
        log,
        launch: () =>
          RunningProgram.start({
            name: 'east/failing',
            command: '/bin/sh',
            args: ['-c', 'echo no room left >&2; exit 3'],
            logFile: log,
          }),
        ready: (running) => untilReady(running, 5000, () => Promise.resolve(false)),
      },
      records,
    )
    const failure = await part.start().catch((error: unknown) => error)
    expect(failure).toSatisfy(isPartFailedError)
    expect(failure).toMatchObject({ message: expect.stringMatching(/east\/failing ended with code 3.*no room left/s) })
    expect(failure).toMatchObject({ advice: `Read its log: ${log}` })
    expect(state(part)).toBe('stopped')
  })
})

describe('what a dead supervisor left running', () => {
  test('is ended', async () => {
    const part = supervise('exec sleep 62')
    await part.start()
    const { running } = part
    expect(await endLeftovers(recordFile)).toEqual(['east/part'])
    expect(running?.exit).toBeDefined()
  })

  test('is left alone when only its pid is the same', async () => {
    const part = supervise('exec sleep 63')
    await part.start()
    const [name = '', identity] = Object.entries(ProcessRecords.read(recordFile))[0] ?? []
    writeFileSync(recordFile, JSON.stringify({ [name]: { ...identity, bootId: 'before the reboot' } }))
    expect(await endLeftovers(recordFile)).toEqual([])
    expect(part.running).toBeDefined()
  })
})

function childIdentity() {
  const file = join(directory, 'child.pid')
  return existsSync(file) ? identify(Number(readFileSync(file, 'utf8'))) : undefined
}
