import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Waits for the end of its input, then for what runs in the folder: single servers end with the process that started
 * them, at once; a stack's supervisor stops its parts in order, and forgets itself last.
 */
const REMOVE = `
  cat > /dev/null
  sleep 2
  waited=0
  while [ -e "$1/supervisor.json" ] && [ $waited -lt 60 ]; do sleep 1; waited=$((waited + 1)); done
  sleep 1
  rm -rf "$1"`

const removers = new Map<string, ChildProcess>()

/**
 * A new empty folder that is removed when this process ends, however it ends: test runners kill their workers, and a
 * handler of `exit` never runs then. A shell waits for the end of a pipe that only this process holds open.
 */
export function temporaryDirectory(purpose: string): string {
  const path = mkdtempSync(join(tmpdir(), `bicoastal-${purpose}-`))
  const remover = spawn('sh', ['-c', REMOVE, 'remove-directory', path], {
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
