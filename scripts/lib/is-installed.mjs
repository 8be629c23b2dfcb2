// Exits 0 when node_modules holds what package-lock.json asks for. Runs under Node 20, before anything is installed.
import { existsSync, readFileSync } from 'node:fs'

const packages = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

const wanted = Object.entries(packages('package-lock.json')).filter(([path]) => path.includes('node_modules/'))
// What npm really installed; optional packages for other machines are absent here.
const installed = packages('node_modules/.package-lock.json')

const outdated = wanted.some(([path, { version, optional, devOptional }]) => {
  const there = installed[path]
  if (!there) return !(optional || devOptional)
  return there.version !== version
})

process.exit(outdated ? 1 : 0)
