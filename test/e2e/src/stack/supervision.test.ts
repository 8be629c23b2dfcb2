import { eventually, seconds } from '@bicoastal/kernel'
import { identify, isAlive, isOrderRefusedError, startStack } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { useInfrastructure } from './infrastructure.js'

const { client, info } = await useInfrastructure()

test.each(['west/cache-2', 'west/queue', 'west/edge', 'link', 'global/edge'])(
  '%s runs again after a crash',
  async (name) => {
    const before = await client.process(name)
    await client.kill(name)
    await eventually(
      async () => {
        const now = await client.process(name)
        return now.state === 'running' && now.pid !== before.pid
      },
      { awaited: `${name} to run again` },
    )
    expect((await client.process(name)).restarts).toBe(before.restarts + 1)
  },
)

test('the queue keeps what it was given when it is killed', async () => {
  const queue = new Redis(info.ports.regions.east.queue, '127.0.0.1')
  // It is about to be killed.
  queue.on('error', () => undefined)
  await queue.set('promise', 'kept')
  await client.kill('east/queue')
  expect(await queue.get('promise')).toBe('kept')
  queue.disconnect()
})

test('the link keeps its faults when its process crashes', async () => {
  await client.setLink({ delay: 5 })
  await client.kill('link')
  await eventually(async () => (await client.process('link')).state === 'running', { awaited: 'the link to be back' })
  expect((await client.link()).east.delay).toBe(5)
  await client.healLink()
})

test('an order that makes no sense is refused with advice', async () => {
  const refused = { advice: expect.stringContaining('./scripts/status') }
  await expect(client.kill('east/nonsense')).rejects.toMatchObject(refused)
  await expect(client.setLink({ loss: 2 })).rejects.toSatisfy(isOrderRefusedError)
})

test('a killed supervisor takes everything with it, and the stack can be started again with its data', async () => {
  const directory = temporaryDirectory('orphans')
  const first = await startStack({ directory, infrastructureOnly: true })
  const parts = (await first.client.processes()).flatMap(({ pid }) => (pid === null ? [] : (identify(pid) ?? [])))
  const password = await first.client.databaseUrl('east', 'admin')
  process.kill(first.pid, 'SIGKILL')
  await eventually(() => parts.every((part) => !isAlive(part)), {
    awaited: 'every part to end with its supervisor',
    deadline: seconds(15),
  })
  const second = await startStack({ directory, infrastructureOnly: true, portOffset: first.info.portOffset })
  expect(await second.client.databaseUrl('east', 'admin')).toBe(password)
  await second.stop()
  await first.stop()
  removeDirectory(directory)
})
