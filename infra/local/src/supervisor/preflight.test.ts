import { expect, test } from 'vitest'
import { portPlan } from '../stack/port-plan.js'
import { isDiskFullError } from './disk-full.error.js'
import { preflight } from './preflight.js'

test('a disk without room is refused before anything is started, with what to do', async () => {
  // A real file system that never has a free block.
  const refused = preflight('/proc', portPlan(0))
  await expect(refused).rejects.toSatisfy(isDiskFullError)
  await expect(refused).rejects.toThrow('The disk of /proc has 0 MiB left')
})
