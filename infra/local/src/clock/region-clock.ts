import { chmodSync } from 'node:fs'
import type { Milliseconds } from '@bicoastal/kernel'
import type { CommandLine } from '../process/launcher.js'
import { findProgram } from '../process/find-program.js'
import { replaceFile } from '../stack/replace-file.js'
import { findFakeTimeLibrary } from './fake-time-library.js'

/** How long, in seconds, a server may go on with an offset that has been replaced. */
const NOTICED_WITHIN_SECONDS = 1

/**
 * The wall clock of one region's database servers. It is the machine's until it is faked; a faked clock runs on
 * `libfaketime`, and can be set while the servers run. The monotonic clock is never touched, as with a real clock that
 * somebody sets.
 */
export class RegionClock {
  #library: string | undefined

  /** `file` is where the offset is kept while the clock is faked. */
  constructor(private readonly file: string) {}

  get faked(): boolean {
    return this.#library !== undefined
  }

  /**
   * Servers launched from now on have a clock that is off by `offset`; those that run on a faked clock notice within a second.
   *
   * @throws MissingProgramError when libfaketime is not installed.
   */
  set(offset: Milliseconds): void {
    this.#library ??= findFakeTimeLibrary()
    replaceFile(this.file, `${offset < 0 ? '' : '+'}${offset / 1000}\n`)
    // The server's account is not ours.
    chmodSync(this.file, 0o644)
  }

  /** Servers launched from now on have the machine's clock. */
  restore(): void {
    this.#library = undefined
  }

  /** The command line that runs `program` by this clock. */
  command(program: CommandLine): CommandLine {
    if (this.#library === undefined) return program
    const variables = [
      `LD_PRELOAD=${this.#library}`,
      `FAKETIME_TIMESTAMP_FILE=${this.file}`,
      `FAKETIME_CACHE_DURATION=${NOTICED_WITHIN_SECONDS}`,
      'FAKETIME_DONT_FAKE_MONOTONIC=1',
    ]
    // By `env`, after the change of account: the library makes semaphores that only its account may use.
    return { command: findProgram('env'), args: [...variables, program.command, ...program.args] }
  }
}
