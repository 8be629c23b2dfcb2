import { randomUUID } from 'node:crypto'
import { ESCROW_EXCEEDED, escrowExpressions } from '@bicoastal/convergence'
import { REGIONS, type RegionId, peerOf } from '@bicoastal/kernel'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RegionPair, startRegionPair } from './fixtures/region-pair.js'

let pair: RegionPair
let id: string
/** The application of each region, which may not write bookkeeping columns. */
let application: Record<RegionId, Client>

beforeAll(async () => {
  pair = await startRegionPair()
  application = { east: await pair.east.connect('application'), west: await pair.west.connect('application') }
})
afterAll(() => pair.stop())
beforeEach(() => {
  id = randomUUID()
})

const expressions = () => escrowExpressions(pair.east.table('listings'), 'stock', 'entry')
const insert = (region: RegionId, stock: number) =>
  application[region].query('INSERT INTO listings (id, stock) VALUES ($1, $2) ON CONFLICT DO NOTHING', [id, stock])
const change = (region: RegionId, by: number) =>
  application[region].query('UPDATE listings SET stock = stock + $2 WHERE id = $1', [id, by])
const handOver = (region: RegionId, quantity: number) =>
  application[region].query(
    `UPDATE listings AS entry SET ${expressions().handOver(peerOf(region), '$2::bigint')} WHERE id = $1`,
    [id, quantity],
  )
const refusal = expect.objectContaining({ code: ESCROW_EXCEEDED })

async function standing(region: RegionId): Promise<readonly number[]> {
  const { rights } = expressions()
  const { rows } = await application[region].query(
    `SELECT stock, ${rights('east')}::int AS east, ${rights('west')}::int AS west FROM listings AS entry WHERE id = $1`,
    [id],
  )
  return [rows[0].stock, rows[0].east, rows[0].west]
}

const codeOf = (error: { code: string }): string => error.code

/** Tries thirty times; how often it succeeded. */
async function spend(client: Client): Promise<number> {
  let spent = 0
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const outcome = await client.query('UPDATE listings SET stock = stock - 1 WHERE id = $1', [id]).catch(codeOf)
    if (outcome !== ESCROW_EXCEEDED) spent += 1
  }
  return spent
}

describe('an escrow in one region', () => {
  test('is split evenly when its row is inserted, and spent only as far as the share goes', async () => {
    await insert('east', 7)
    expect(await standing('east')).toEqual([7, 4, 3])
    await expect(change('east', -5)).rejects.toEqual(refusal)
    await change('east', -4)
    expect(await standing('east')).toEqual([3, 0, 3])
    await expect(change('east', -1)).rejects.toEqual(refusal)
  })

  test('belongs to the region that adds to it', async () => {
    await insert('west', 0)
    await change('west', 5)
    expect(await standing('west')).toEqual([5, 0, 5])
  })

  test('cannot begin below nothing', async () => {
    await expect(insert('east', -1)).rejects.toEqual(refusal)
  })

  test('is handed over as far as it is held, and stays as much as it was', async () => {
    await insert('east', 10)
    await handOver('east', 3)
    expect(await standing('east')).toEqual([10, 2, 8])
    await expect(handOver('east', 3)).rejects.toEqual(refusal)
    await handOver('east', -100)
    await handOver('east', 2)
    expect(await standing('east')).toEqual([10, 0, 10])
  })

  test('gives nobody what is not theirs: of a written state only the own hand-over counts', async () => {
    await insert('east', 10)
    await application.east.query(`UPDATE listings SET _e_stock = '{99,99,0,0,99,99,99}' WHERE id = $1`, [id])
    expect(await standing('east')).toEqual([10, 5, 5])
    const insertion = application.east.query(
      `INSERT INTO listings (id, _e_stock) VALUES (gen_random_uuid(), '{99,0,0,0,0,0,0}')`,
    )
    await expect(insertion).rejects.toMatchObject({ code: '42501' })
  })

  test('is not overspent by many at once', async () => {
    await insert('east', 0)
    await change('east', 100)
    const clients = await Promise.all(Array.from({ length: 6 }, () => pair.east.connect('application')))
    const spent = await Promise.all(clients.map(spend))
    expect(spent.reduce((sum, each) => sum + each, 0)).toBe(100)
    expect(await standing('east')).toEqual([0, 0, 0])
  })
})

describe('an escrow in both regions', () => {
  test('that both begin with the same quantity holds it once; what each adds counts each time', async () => {
    await pair.cut()
    await Promise.all(REGIONS.map((region) => insert(region, 9)))
    await Promise.all(REGIONS.map((region) => change(region, 10)))
    await pair.heal()
    await pair.converge()
    for (const region of REGIONS) expect(await standing(region)).toEqual([29, 15, 14])
  })

  test('is sold to the last piece and not one more, across cuts, while rights are handed over', async () => {
    await insert('east', 150)
    await pair.converge()
    const sold = { east: 0, west: 0 }
    const sell = async (region: RegionId, times: number): Promise<void> => {
      for (let attempt = 0; attempt < times; attempt += 1) {
        if (attempt % 7 === 0) await handOver(region, 3).catch(codeOf)
        const outcome = await change(region, -1).catch(codeOf)
        if (outcome !== ESCROW_EXCEEDED) sold[region] += 1
      }
    }
    for (let stretch = 0; stretch < 3; stretch += 1) {
      if (stretch === 1) await pair.cut()
      await Promise.all(REGIONS.map((region) => sell(region, 30)))
      if (stretch === 1) await pair.heal()
    }
    await pair.converge()
    // Rights that arrived last are still to be sold.
    await Promise.all(REGIONS.map((region) => sell(region, 60)))
    await pair.converge()
    const [left] = await standing('east')
    expect(sold.east + sold.west + (left ?? 0)).toBe(150)
    for (const region of REGIONS) {
      const [available, ...rights] = await standing(region)
      expect(available).toBe(left)
      expect(Math.min(...rights)).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('a first write', () => {
  test('is final for every writer, and the earlier of two that did not know of each other stands', async () => {
    await pair.east.sql.query('INSERT INTO listings (id) VALUES ($1)', [id])
    await pair.converge()
    await pair.cut()
    await pair.east.sql.query(`UPDATE listings SET origin = 'first' WHERE id = $1`, [id])
    await pair.west.sql.query(`UPDATE listings SET origin = 'second' WHERE id = $1`, [id])
    const overwriting = pair.west.sql.query(`UPDATE listings SET origin = 'third' WHERE id = $1`, [id])
    await expect(overwriting).rejects.toMatchObject({ code: '23514' })
    await pair.heal()
    await pair.converge()
    for (const region of REGIONS) {
      const { rows } = await pair[region].sql.query('SELECT origin FROM listings WHERE id = $1', [id])
      expect(rows).toEqual([{ origin: 'first' }])
    }
  })
})

describe('a row of an append-only table', () => {
  test('never changes, and the earlier of two under one key stands, whole', async () => {
    const write = (region: RegionId, amount: number) =>
      pair[region].sql.query('INSERT INTO entries (id, amount, note) VALUES ($1, $2, $3)', [id, amount, region])
    await pair.cut()
    await write('west', 1)
    await write('east', 2)
    await pair.heal()
    await pair.converge()
    for (const region of REGIONS) {
      const { rows } = await pair[region].sql.query('SELECT amount, note FROM entries WHERE id = $1', [id])
      expect(rows).toEqual([{ amount: 1, note: 'west' }])
      const altering = pair[region].sql.query('UPDATE entries SET amount = 3 WHERE id = $1', [id])
      await expect(altering).rejects.toMatchObject({ code: '23514' })
    }
  })
})
