import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Libraries resolve to their sources, so that a test never runs against a stale build. */
const conditions = ['@bicoastal/source', ...defaultServerConditions]

/** Projects whose tests start real servers: one file at a time on two cores, and patience for a boot. */
const SERVER_PROJECTS = new Set(['convergence-tests', 'integration', 'e2e', 'drills'])

const projects = globSync([
  'apps/*',
  'libs/{kernel,features,probe,testkit}',
  'libs/{platform,sample}/*',
  'infra/local',
  'test/*',
])
  .filter((folder) => globSync(`${folder}/src/**/*.test.ts`).length > 0)
  .map((folder) => {
    const name = folder === 'test/convergence' ? 'convergence-tests' : basename(folder)
    const startsServers = SERVER_PROJECTS.has(name)
    return {
      root: folder,
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name,
        include: ['src/**/*.test.ts'],
        isolate: false,
        fileParallelism: !startsServers,
        sequence: { groupOrder: startsServers ? 1 : 0 },
        testTimeout: startsServers ? 120_000 : 20_000,
        hookTimeout: startsServers ? 180_000 : 20_000,
        passWithNoTests: false,
      },
    }
  })

/** Every folder with tests is a project of its own: `vitest run --project kernel`. */
export default defineConfig({ test: { projects } })
