import type { QueryRunner } from 'typeorm'
import { expect, test } from 'vitest'
import { recordedSql } from './recorded-sql.js'

test('a migration shows its SQL and why it may take something away', async () => {
  class DropColor1 {
    static readonly contract = 'no release has it'
    async up(runner: QueryRunner) {
      const rows = (await runner.query('SELECT 1')) as unknown[]
      if (rows.length === 0) await runner.query('ALTER TABLE products DROP COLUMN color')
    }
  }
  const { name, sql, contract } = await recordedSql(DropColor1)
  expect({ name, contract }).toEqual({ name: 'DropColor1', contract: 'no release has it' })
  expect(sql).toBe('SELECT 1;\nALTER TABLE products DROP COLUMN color')
})

test('a migration that hides its SQL is refused', async () => {
  class AddColor1 {
    async up(runner: QueryRunner) {
      await runner.dropColumn('products', 'color')
    }
  }
  await expect(recordedSql(AddColor1)).rejects.toThrow('AddColor1 uses runner.dropColumn, which cannot be checked')
})
