import { expect, test } from 'vitest'
import { workspacePackages } from './workspace.js'

test('every external package has one version in the whole workspace, written exactly', () => {
  const versions = new Map<string, Set<string>>()
  for (const { declared } of workspacePackages()) {
    for (const [name, version] of declared) versions.set(name, (versions.get(name) ?? new Set()).add(version))
  }
  const faulty = [...versions].filter(
    ([, found]) => found.size > 1 || [...found].some((version) => !/^\d/.test(version)),
  )
  expect(faulty.map(([name, found]) => `${name}: ${[...found].join(', ')}`)).toEqual([])
})
