import { fileURLToPath } from 'node:url'

/** The compiled entry of a baseline. */
export function baselineScript(name: 'cached-read' | 'database-read' | 'product-write'): string {
  return fileURLToPath(new URL(`../baselines/${name}.js`, import.meta.url))
}
