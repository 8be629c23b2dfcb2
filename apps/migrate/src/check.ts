import { MigrationConfig, readConfigOrExit } from '@bicoastal/config'
import { seconds } from '@bicoastal/kernel'
import { type CheckOutcome, checkDatabase, checkEntities, checkMigrations } from './check/check-replicated.js'
import { withConnection } from './connections.js'

/** Exit codes of sysexits.h. */
const EXIT = { faults: 1, usage: 64 } as const

const CHECKS: Readonly<Record<string, () => Promise<CheckOutcome>>> = {
  replicated: checkEntities,
  migrations: checkMigrations,
  database: () => {
    const url = readConfigOrExit([MigrationConfig]).section(MigrationConfig).url.reveal()
    const advice = 'Check ADMIN_DATABASE_URL and that the server runs.'
    return withConnection({ name: 'The database', url, advice, patience: seconds(10) }, checkDatabase)
  },
}

const wanted = process.argv.slice(2)
const checks = wanted.map((name) => CHECKS[name])
if (wanted.length === 0 || checks.includes(undefined)) {
  process.stderr.write(`Usage: check <${Object.keys(CHECKS).join(' | ')}>...\n`)
  process.exit(EXIT.usage)
}
for (const check of checks) {
  const outcome = await check?.()
  if (outcome === undefined) continue
  for (const fault of outcome.faults) process.stdout.write(`${fault}\n`)
  const verdict = outcome.faults.length === 0 ? 'fine' : `${outcome.faults.length} faults`
  process.stdout.write(`Checked ${outcome.checked}: ${verdict}\n`)
  if (outcome.faults.length > 0) process.exitCode = EXIT.faults
}
