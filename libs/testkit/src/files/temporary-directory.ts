import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Servers end with the process that started them; they get this long to do so before their files go, too. */
const GRACE_SECONDS = 2

const removers = new Map<string, ChildProcess>()

/**
 * A new empty folder that is removed when this process ends, however it ends: test runners kill their workers, and a
 * handler of `exit` never runs then. A shell waits for the end of a pipe that only this process holds open.
 */
export function temporaryDirectory(purpose: string): string {
  const path = mkdtempSync(join(tmpdir(), `bicoastal-${purpose}-`))
  const script = `cat > /dev/null; sleep ${GRACE_SECONDS}; rm -rf "$1"`
  const remover = spawn('sh', ['-c', script, 'remove-directory', path], {
    // A group of its own: Ctrl-C must not end it together with the process it waits for.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Neither the shell nor the pipe may keep this process from ending.
  remover.unref()
  ;(remover.stdin as unknown as { unref(): void }).unref()
  removers.set(path, remover)
  return path
}

/** Removes `path` now. Stop what runs in it first. */
export function removeDirectory(path: string): void {
  keepDirectory(path)
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Leaves `path` where it is: somebody will want to read the logs in it. */
export function keepDirectory(path: string): void {
  removers.get(path)?.kill()
  removers.delete(path)
}
