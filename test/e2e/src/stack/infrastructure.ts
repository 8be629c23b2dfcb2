import { type StackHandle, startStack } from '@bicoastal/local'
import { removeDirectory, temporaryDirectory } from '@bicoastal/testkit'
import { afterAll } from 'vitest'

/** A stack without applications of one test file: databases, caches, queues, edges and the link; about 5 s to start. */
export async function useInfrastructure(): Promise<StackHandle> {
  const directory = temporaryDirectory('infrastructure')
  const stack = await startStack({ directory, infrastructureOnly: true })
  afterAll(async () => {
    await stack.stop()
    removeDirectory(directory)
  })
  return stack
}
