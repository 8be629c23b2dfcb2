import { existsSync, readFileSync } from 'node:fs'
import { type ProcessIdentity, identify } from '../process/process-identity.js'
import { replaceFile } from '../stack/replace-file.js'

/** Which processes belong to the stack, on disk, so that they can be found when the supervisor has died. */
export class ProcessRecords {
  readonly #identities = new Map<string, ProcessIdentity>()

  constructor(private readonly file: string) {}

  /** What a supervisor before this one recorded; empty when there was none. */
  static read(file: string): Readonly<Record<string, ProcessIdentity>> {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, ProcessIdentity>) : {}
  }

  /** Notes the process that now is the part `name`. */
  add(name: string, pid: number): void {
    const identity = identify(pid)
    // Already ended: nothing to find later.
    if (!identity) return
    this.#identities.set(name, identity)
    this.#write()
  }

  /** Notes that the part's process has ended. */
  remove(name: string, pid: number): void {
    if (this.#identities.get(name)?.pid !== pid) return
    this.#identities.delete(name)
    this.#write()
  }

  #write(): void {
    try {
      replaceFile(this.file, JSON.stringify(Object.fromEntries(this.#identities)))
    } catch {
      // A full disk must not end the supervisor. Everything is written with the next change, and programs also end by
      // themselves when the supervisor does.
    }
  }
}
