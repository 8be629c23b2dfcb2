import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FEATURES } from '@bicoastal/features'
import { type TwoRegions, sharedTwoRegions } from '@bicoastal/testkit'
import { beforeEach } from 'vitest'

const KEPT_LOGS = fileURLToPath(new URL('../../../.local/test-logs/', import.meta.url))

/**
 * The stack that the files of this folder share. When a test fails, the logs of every part are kept and the error says
 * where.
 */
export async function useRegions(): Promise<TwoRegions> {
  const regions = await sharedTwoRegions({ features: FEATURES })
  beforeEach(({ onTestFailed }) => {
    onTestFailed(({ task }) => {
      const folder = join(KEPT_LOGS, `${task.file.name}-${task.id}`.replaceAll(/[^\w.-]+/g, '-'))
      regions.keepLogs(folder)
      for (const error of task.result?.errors ?? []) error.message += `\nThe logs of every part: ${folder}`
    })
  })
  return regions
}
