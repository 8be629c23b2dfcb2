import { describe, expect, test } from 'vitest'
import { ApplyWatch } from './apply-watch.js'

const HARMLESS = { suspect: false, certain: false }

describe('ApplyWatch', () => {
  test('suspects a worker that fails twice without getting on', () => {
    const watch = new ApplyWatch()
    expect(watch.observe({ position: 5n, failures: 7 }, 0)).toMatchObject(HARMLESS)
    expect(watch.observe({ position: 5n, failures: 8 }, 1000)).toMatchObject(HARMLESS)
    expect(watch.observe({ position: 5n, failures: 9 }, 2000)).toMatchObject({ suspect: true, certain: false })
  })

  test('is certain only after many failures and a while', () => {
    const watch = new ApplyWatch()
    watch.observe({ position: 5n, failures: 0 }, 0)
    expect(watch.observe({ position: 5n, failures: 50 }, 100)).toMatchObject({ suspect: true, certain: false })
    expect(watch.observe({ position: 5n, failures: 60 }, 11_000)).toMatchObject({ certain: true })
  })

  test('does not mind failures of a worker that gets on', () => {
    const watch = new ApplyWatch()
    for (let n = 0; n < 20; n += 1) {
      expect(watch.observe({ position: BigInt(n), failures: n }, n * 1000)).toMatchObject(HARMLESS)
    }
  })

  test('begins anew when statistics do, and when it is told to', () => {
    const watch = new ApplyWatch()
    watch.observe({ position: 5n, failures: 100 }, 0)
    expect(watch.observe({ position: 5n, failures: 1 }, 1000)).toMatchObject(HARMLESS)
    watch.observe({ position: 5n, failures: 3 }, 2000)
    watch.reset()
    expect(watch.observe({ position: 5n, failures: 4 }, 3000)).toMatchObject(HARMLESS)
  })
})
