import { describe, expect, test } from 'vitest'
import { importedPackages, workspacePackages } from './workspace.js'

/** Given to every package by the root: the compiler's and the test runner's own. */
const PROVIDED_BY_ROOT = new Set(['vitest', 'vite', 'fast-check'])

/** Imported by nobody, needed all the same: type declarations, what Nest loads by name, peers of what is imported. */
const USED_WITHOUT_IMPORT = [
  /^@types\//,
  /^reflect-metadata$/,
  /^pino-http$/,
  /^rxjs$/,
  /^@fastify\/static$/,
  /^@nestjs\/(core|common)$/,
]

const packages = workspacePackages()

/** npm hoists, so an undeclared import works until the day another package drops its dependency. */
describe.each(packages)('$folder', (workspacePackage) => {
  const imported = new Set(workspacePackage.sources.flatMap((source) => [...importedPackages(source)]))
  imported.delete(workspacePackage.name)

  test('declares every package that it imports', () => {
    const undeclared = [...imported].filter(
      (name) => !PROVIDED_BY_ROOT.has(name) && !workspacePackage.declared.has(name),
    )
    expect(undeclared).toEqual([])
  })

  test('imports every package that it declares', () => {
    const unused = [...workspacePackage.declared.keys()].filter(
      (name) => !imported.has(name) && !USED_WITHOUT_IMPORT.some((pattern) => pattern.test(name)),
    )
    expect(unused).toEqual([])
  })

  test('references exactly the packages of the workspace that it depends on, so that the compiler builds them first', () => {
    const dependencies = packages.filter(({ name }) => workspacePackage.declared.has(name)).map(({ folder }) => folder)
    expect([...workspacePackage.references].toSorted()).toEqual(dependencies.toSorted())
  })
})
