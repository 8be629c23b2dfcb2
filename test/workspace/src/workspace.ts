import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The repository's root, from the compiled and the source position of this file alike. */
export const ROOT = join(import.meta.dirname, '../../..')

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly nx?: { readonly tags?: readonly string[] }
}

/** One npm workspace: an app, a library, the local stack or a test project. */
export interface WorkspacePackage {
  readonly name: string
  /** Relative to the root. */
  readonly folder: string
  readonly tags: readonly string[]
  /** Name -> version, development ones included. */
  readonly declared: ReadonlyMap<string, string>
  /** Every TypeScript source, relative to the root. */
  readonly sources: readonly string[]
  /** Folders of the packages that tsconfig.json references, relative to the root. */
  readonly references: readonly string[]
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T

function readPackage(folder: string): WorkspacePackage {
  const manifest = readJson<Manifest>(`${folder}/package.json`)
  const { references = [] } = readJson<{ references?: { path: string }[] }>(`${folder}/tsconfig.json`)
  return {
    name: manifest.name,
    folder,
    tags: manifest.nx?.tags ?? [],
    declared: new Map(Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })),
    sources: globSync(`${folder}/src/**/*.ts`, { cwd: ROOT }),
    references: references.map(({ path }) => relative(ROOT, join(ROOT, folder, path))),
  }
}

/** Every package of the workspace, as the root's `workspaces` globs find them. */
export function workspacePackages(): WorkspacePackage[] {
  const { workspaces } = readJson<{ workspaces: string[] }>('package.json')
  return workspaces
    .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: ROOT }))
    .map((manifest) => readPackage(manifest.slice(0, -'/package.json'.length)))
}

/** The packages (not files, not Node's own modules) that a source imports or resolves, types included. */
export function importedPackages(source: string): Set<string> {
  const text = readFileSync(join(ROOT, source), 'utf8')
  const specifiers = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]/g)]
    .concat([...text.matchAll(/(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g)])
    .concat([
      ...text.matchAll(/(?:\bimport|createRequire\(import\.meta\.url\)(?:\.resolve)?)\(\s*['"]([^'"]+)['"]\s*\)/g),
    ])
    .map((match) => match[1] ?? '')
  return new Set(
    specifiers
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map((specifier) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  )
}
