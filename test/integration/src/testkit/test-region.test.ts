import { createTestRegion } from '@bicoastal/testkit'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { expect, test } from 'vitest'

test('every test region has a database of its own on shared servers, and its slots go with it', async () => {
  const first = await createTestRegion()
  const second = await createTestRegion({ region: 'west' })
  try {
    await first.sql.query('CREATE TABLE only_here ()')
    await expect(second.sql.query('SELECT FROM only_here')).rejects.toThrow('does not exist')
    await first.sql.query(`SELECT pg_create_logical_replication_slot('relay', 'pgoutput')`)
  } finally {
    await first.release()
  }
  try {
    const { rows } = await second.sql.query('SELECT slot_name FROM pg_replication_slots')
    expect(rows).toEqual([])
    expect(second.servers).toBe(first.servers)
  } finally {
    await second.release()
  }
})

test('a new test region finds the cache and the queue empty', async () => {
  const first = await createTestRegion()
  const queue = new Redis(first.servers.queue.url)
  await queue.set('left', 'behind')
  await first.release()
  const second = await createTestRegion()
  try {
    expect(await queue.dbsize()).toBe(0)
  } finally {
    queue.disconnect()
    await second.release()
  }
})

test('dedicated servers may be killed', async () => {
  const region = await createTestRegion({ dedicated: {} })
  await region.sql.end()
  await region.servers.postgres.kill()
  const client = new Client({ connectionString: region.databaseUrls.admin })
  await expect(client.connect()).rejects.toThrow('ECONNREFUSED')
  await region.servers.stop()
})
