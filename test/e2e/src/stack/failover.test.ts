import { rmSync } from 'node:fs'
import { eventually, seconds } from '@bicoastal/kernel'
import { beforeEach, describe, expect, test } from 'vitest'
import { SteadyWriter } from './steady-writer.js'
import { useInfrastructure } from './infrastructure.js'

const { client } = await useInfrastructure()
const url = await client.databaseUrl('east', 'admin')

const primary = async () => `east/postgres-${(await client.databases()).east.primary}`
const standby = async () => ((await primary()).endsWith('a') ? 'east/postgres-b' : 'east/postgres-a')
const eventsOf = async (part: string) => (await client.events()).filter((event) => event.part === part)
const moreThan = (writer: SteadyWriter, count: number) =>
  eventually(() => writer.count > count, { awaited: `more than ${count} acknowledged writes`, deadline: seconds(30) })

beforeEach(() => client.untilPaired('east'))

describe('the database of a region under writes', () => {
  test('a killed primary comes back where it is and has lost nothing', async () => {
    const before = await primary()
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.kill(before)
    await moreThan(writer, writer.count + 50)
    const { longestPause } = await writer.end()
    expect(await primary()).toBe(before)
    expect(await writer.missing()).toEqual([])
    expect(longestPause).toBeLessThan(seconds(10))
  })

  test('a frozen primary is ended before its standby takes over, and comes back as the standby', async () => {
    const before = await primary()
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.kill(before, 'SIGSTOP')
    await eventually(async () => (await primary()) !== before, { awaited: 'a promotion', deadline: seconds(20) })
    await moreThan(writer, writer.count + 50)
    await client.untilPaired('east')
    await moreThan(writer, writer.count + 50)
    await writer.end()
    expect(await writer.missing()).toEqual([])
    const ended = (await eventsOf(before)).findLast(({ what }) => what === 'ended by SIGKILL')
    const promoted = (await eventsOf(await primary())).findLast(({ what }) => what.startsWith('promoted'))
    expect(ended?.at).toBeDefined()
    expect(ended?.at.localeCompare(promoted?.at ?? '')).toBeLessThanOrEqual(0)
  })

  test('a primary whose data is gone is replaced by its standby', async () => {
    const before = await primary()
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    rmSync(client.files.data(before), { recursive: true })
    await client.kill(before)
    await eventually(async () => (await primary()) !== before, { awaited: 'a promotion', deadline: seconds(20) })
    await moreThan(writer, writer.count + 50)
    await writer.end()
    expect(await writer.missing()).toEqual([])
  })

  test('a lost standby holds writes up for a moment only, and is waited for again when it is back', async () => {
    const lost = await standby()
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.stopProcess(lost)
    await moreThan(writer, writer.count + 50)
    const { longestPause } = await writer.end()
    expect(longestPause).toBeLessThan(seconds(5))
    expect((await client.databases()).east.state).toBe('alone')
    await client.startProcess(lost)
    await client.untilPaired('east')
    expect((await eventsOf(await primary())).at(-1)?.what).toBe(`commits wait for ${lost}`)
  })

  test('a frozen standby holds writes up for a few seconds only', async () => {
    const frozen = await standby()
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.kill(frozen, 'SIGSTOP')
    await eventually(async () => (await client.databases()).east.state === 'alone', { awaited: 'the primary alone' })
    await moreThan(writer, writer.count + 50)
    const { longestPause } = await writer.end()
    expect(longestPause).toBeLessThan(seconds(7))
    await client.kill(frozen, 'SIGCONT')
  })

  test('without a complete standby a killed primary is never replaced by it', async () => {
    const [before, lost] = [await primary(), await standby()]
    await client.stopProcess(lost)
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.startProcess(lost)
    await client.kill(before)
    await moreThan(writer, writer.count + 50)
    await writer.end()
    expect(await primary()).toBe(before)
    expect(await writer.missing()).toEqual([])
  })

  test('a region that was killed stays dead until it is started, and then has everything', async () => {
    const writer = await SteadyWriter.begin(url)
    await moreThan(writer, 50)
    await client.killRegion('east')
    const states = (await client.processes()).filter(({ name }) => name.startsWith('east/'))
    expect(new Set(states.map(({ state, pid }) => `${state} ${pid}`))).toEqual(new Set(['stopped null']))
    expect((await client.process('west/postgres-a')).state).toBe('running')
    await client.startRegion('east')
    await moreThan(writer, writer.count + 50)
    await writer.end()
    expect(await writer.missing()).toEqual([])
  })
})
