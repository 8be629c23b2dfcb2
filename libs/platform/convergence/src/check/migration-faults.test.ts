import { describe, expect, test } from 'vitest'
import type { ReplicatedTable } from '../model/replicated-table.js'
import { faultsOfMigrations } from './migration-faults.js'

const table = (name: string): ReplicatedTable => ({
  schema: 'public',
  name,
  entity: name,
  key: [],
  naturalKey: false,
  units: (['counter', 'escrow', 'set'] as const).map((policy) => {
    const isSet = policy === 'set'
    const column = { name: `${policy}s`, type: isSet ? 'text' : 'integer', array: isSet, nullable: false }
    return { policy, name: column.name, columns: [column] }
  }),
})

const faultsOf = (sql: string, contract?: string) =>
  faultsOfMigrations([{ name: 'Change1', sql, contract }], [table('products'), table('orders')]).join('\n')

describe('a migration of a replicated table', () => {
  test.each([
    ['a column that may be NULL', 'ALTER TABLE public.products ADD COLUMN color text'],
    [
      'a column with a constant default',
      `ALTER TABLE "products" ADD COLUMN "size" int NOT NULL DEFAULT 1, ADD note text DEFAULT 'x'`,
    ],
    ['a default before NOT NULL', 'ALTER TABLE products ADD COLUMN size int DEFAULT 1 NOT NULL'],
    [
      'counters and escrows that begin with 0',
      `ALTER TABLE products ADD counters int NOT NULL DEFAULT 0, ADD COLUMN "escrows" int DEFAULT '0'::int NOT NULL, ADD more int DEFAULT 5`,
    ],
    ['a set that begins empty', `ALTER TABLE products ADD sets text[] NOT NULL DEFAULT '{}'::text[]`],
    ['the same, in other words', 'ALTER TABLE products ADD sets text[] NOT NULL DEFAULT ARRAY[]::text[]'],
    ['another default to a counter that is there', 'ALTER TABLE products ALTER counters SET DEFAULT 5'],
    ['an index', 'CREATE INDEX products_by_name ON products (name)'],
    [
      'a table of its own, filled',
      'CREATE TABLE public.products (id uuid); INSERT INTO products VALUES (1); DROP TABLE products',
    ],
    ['something that only sounds alike', 'ALTER TABLE products_archive DROP COLUMN name; DELETE FROM local_orders'],
    ['a comment', '-- ALTER TABLE products DROP COLUMN name\nSELECT 1'],
  ])('may add %s', (_what, sql) => {
    expect(faultsOf(sql)).toBe('')
  })

  test.each([
    ['ALTER TABLE products ADD COLUMN size int NOT NULL', 'Give it a default'],
    ['ALTER TABLE products ADD a int DEFAULT 1, ADD b int NOT NULL', 'Give it a default'],
    ['ALTER TABLE products ADD COLUMN at timestamptz NOT NULL DEFAULT now()', 'Use a constant'],
    [`ALTER TABLE products ADD sets text[] NOT NULL DEFAULT '{new}'`, `Make the default '{}'`],
    ['ALTER TABLE products ADD COLUMN counters int NOT NULL DEFAULT 5', 'Make the default 0'],
    [
      `ALTER TABLE products ADD a int DEFAULT 0, ADD IF NOT EXISTS "escrows" int DEFAULT ('10') NOT NULL`,
      'Make the default 0',
    ],
    ['ALTER TABLE IF EXISTS ONLY public.products DROP COLUMN name', 'static readonly contract'],
    ['ALTER TABLE products DROP name', 'static readonly contract'],
    ['DROP TABLE public.orders', 'static readonly contract'],
    ['ALTER TABLE products RENAME COLUMN name TO title', 'write both'],
    ['ALTER TABLE products RENAME TO things', 'write both'],
    ['ALTER TABLE products ALTER COLUMN amount TYPE bigint', 'write both'],
    ['ALTER TABLE products ALTER amount SET DATA TYPE bigint', 'write both'],
    ['ALTER TABLE products ALTER COLUMN name SET NOT NULL', 'Check it in the service'],
    ['ALTER TABLE products ADD CONSTRAINT one UNIQUE (name)', 'Use a claim'],
    ['CREATE UNIQUE INDEX one ON public.products (lower(name))', 'Use a claim'],
    ['DELETE FROM orders WHERE true', 'tombstones'],
    ['TRUNCATE orders', 'tombstones'],
    [`UPDATE products\n  SET name = 'x'`, 'in a job'],
    ['ALTER TABLE products DISABLE TRIGGER ALL', 'for the installation'],
    ['ALTER PUBLICATION bicoastal DROP TABLE orders', 'for the installation'],
  ])('is refused: %s', (sql, advice) => {
    expect(faultsOf(sql)).toContain(advice)
    expect(faultsOf(sql)).toContain('Change1: ')
  })

  test('may take away what it says nobody needs any more; nothing else becomes right by that', () => {
    const contract = 'since release 3 no entity has it, and both regions run release 3'
    expect(faultsOf('ALTER TABLE products DROP COLUMN name', contract)).toBe('')
    expect(faultsOf('ALTER TABLE products RENAME name TO title', contract)).toContain('write both')
  })
})
