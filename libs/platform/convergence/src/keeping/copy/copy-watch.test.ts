import { describe, expect, test } from 'vitest'
import type { CopiedTable } from './copy-sample.js'
import { CopyWatch } from './copy-watch.js'

const table = (change: Partial<CopiedTable> = {}): CopiedTable => ({
  schema: 'public',
  name: 'orders',
  done: false,
  skipped: false,
  worker: null,
  ...change,
})

const looks = (watch: CopyWatch, samples: readonly (readonly [failures: number, table: CopiedTable])[]) =>
  samples.map(([failures, each]) => watch.observe({ failures, tables: [each] }).length)

describe('CopyWatch', () => {
  test('gives a copy up that fails again and again, with another worker each time', () => {
    const samples = Array.from({ length: 7 }, (_, n) => [n, table({ worker: n % 2 === 0 ? n : null })] as const)
    expect(looks(new CopyWatch(), samples)).toEqual([0, 0, 0, 0, 1, 1, 1])
  })

  test('does not mind a copy that takes long', () => {
    expect(
      looks(
        new CopyWatch(),
        Array.from({ length: 20 }, () => [0, table({ worker: 7 })] as const),
      ),
    ).not.toContain(1)
  })

  test('does not blame a long copy for the failures of another', () => {
    expect(
      looks(
        new CopyWatch(),
        Array.from({ length: 20 }, (_, n) => [n, table({ worker: 7 })] as const),
      ),
    ).not.toContain(1)
  })

  test('has nothing to say of tables that are done or skipped', () => {
    const watch = new CopyWatch()
    expect(
      looks(
        watch,
        Array.from({ length: 9 }, (_, n) => [n, table({ skipped: true })] as const),
      ),
    ).not.toContain(1)
    expect(
      looks(
        watch,
        Array.from({ length: 9 }, (_, n) => [n, table({ done: true })] as const),
      ),
    ).not.toContain(1)
  })
})
