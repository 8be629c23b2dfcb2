import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, type WorkspacePackage, workspacePackages } from './workspace.js'

/** Which kinds of package each kind may import; everything else has to be refused by the linter. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'type:kernel': ['type:kernel'],
  'type:platform': ['type:platform', 'type:kernel'],
  'type:domain': ['type:platform', 'type:kernel'],
  'type:features': ['type:domain', 'type:kernel'],
  'type:app': ['type:features', 'type:platform', 'type:kernel'],
  'type:infra': ['type:kernel'],
  'type:testkit': ['type:infra', 'type:platform', 'type:kernel'],
}

const BANNED_EXTERNALS = [
  ['type:kernel', '@nestjs/common'],
  ['type:kernel', 'pg'],
  ['type:domain', 'ioredis'],
  ['type:domain', 'bullmq'],
  ['type:domain', 'pg'],
  ['type:infra', '@nestjs/core'],
] as const

const RULE = '@nx(enforce-module-boundaries)'
const PROBE_FOLDER = 'zz-boundary-probe'

const packages = workspacePackages()
const probeFolder = ({ folder }: WorkspacePackage) => join(ROOT, folder, 'src', PROBE_FOLDER)

function firstOf(tag: string, other?: WorkspacePackage): WorkspacePackage {
  const found = packages.find(({ tags, name }) => tags.includes(tag) && name !== other?.name)
  if (!found) throw new Error(`No package carries the tag ${tag}; this test would check nothing.`)
  return found
}

/** Writes a file that imports `specifier` into a package that carries `tag`; returns its path from the root. */
function plant(tag: string, specifier: string): string {
  const importer = firstOf(tag)
  const folder = probeFolder(importer)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${specifier.replaceAll(/\W+/g, '-')}.ts`)
  writeFileSync(path, `import * as imported from '${specifier}'\nexport { imported }\n`)
  return relative(ROOT, path)
}

const internal = (from: string, to: string) => plant(from, firstOf(to, firstOf(from)).name)

/** Path -> the codes of the rules that it breaks. */
function lint(paths: readonly string[]): Map<string, string[]> {
  const { stdout } = spawnSync('oxlint', ['--format', 'json', ...paths], { cwd: ROOT, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code?: string; filename: string }[] }
  const faults = new Map<string, string[]>()
  for (const { code = '', filename } of diagnostics) faults.set(filename, [...(faults.get(filename) ?? []), code])
  return faults
}

const pairs = Object.keys(ALLOWED).flatMap((from) => Object.keys(ALLOWED).map((to) => [from, to] as const))
const forbidden = pairs.filter(([from, to]) => from !== to && !ALLOWED[from]?.includes(to))
const planted = new Map<string, string>()
let faults: Map<string, string[]>

beforeAll(() => {
  // The rule is silently skipped while Nx has no project graph.
  execFileSync('nx', ['show', 'projects'], { cwd: ROOT })
  for (const [from, to] of forbidden) planted.set(`${from} ${to}`, internal(from, to))
  for (const [from, external] of BANNED_EXTERNALS) planted.set(`${from} ${external}`, plant(from, external))
  planted.set('allowed', plant('type:app', '@bicoastal/kernel'))
  faults = lint([...planted.values()])
}, 60_000)

afterAll(() => {
  for (const workspacePackage of packages) rmSync(probeFolder(workspacePackage), { recursive: true, force: true })
})

const faultsOf = (key: string): string[] => faults.get(planted.get(key) ?? '') ?? []

describe('module boundaries', () => {
  test.each([...forbidden, ...BANNED_EXTERNALS])('%s may not import %s', (from, imported) => {
    expect(faultsOf(`${from} ${imported}`)).toContain(RULE)
  })

  test('an import in the allowed direction passes', () => {
    expect(faultsOf('allowed')).not.toContain(RULE)
  })
})
