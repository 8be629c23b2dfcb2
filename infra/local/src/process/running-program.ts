import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Milliseconds } from '@bicoastal/kernel'
import type { Account } from './account.js'
import { launchedBy } from './launcher.js'
import { PartFailedError } from './part-failed.error.js'
import { killTree, signal, signalTree } from './process-tree.js'

/** What to run and how. */
export interface Program {
  /** As people and messages name it: "east/postgres-a". */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  /** The whole environment of the program. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv
  readonly account?: Account | undefined
  /** What asks the program to finish gracefully. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals
  /** Opens a message channel to a Node program. */
  readonly messages?: boolean
}

/** How a program ended: by exit code or by signal. */
export interface ProgramExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A program started by this process. It never outlives its starter. */
export class RunningProgram {
  /** Resolves when the program has ended; never rejects. */
  readonly exited: Promise<ProgramExit>
  #exit: ProgramExit | undefined

  private constructor(
    readonly program: Program,
    readonly child: ChildProcess,
    readonly pid: number,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signalName) => {
        this.#exit = { code, signal: signalName }
        resolve(this.#exit)
      })
    })
  }

  /**
   * Starts a program; standard output and error are appended to its log file.
   *
   * @throws PartFailedError when it cannot be executed at all.
   */
  static async start(program: Program): Promise<RunningProgram> {
    mkdirSync(dirname(program.logFile), { recursive: true })
    const stopSignal = program.stopSignal ?? 'SIGTERM'
    const line = launchedBy(program, { parentDeath: stopSignal, account: program.account })
    const log = openSync(program.logFile, 'a')
    try {
      const child = spawn(line.command, [...line.args], {
        stdio: ['ignore', log, log, ...(program.messages ? (['ipc'] as const) : [])],
        ...(program.env && { env: program.env }),
        // A group of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops the parts in order.
        detached: true,
      })
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', (cause) => {
          reject(new PartFailedError(program.name, `cannot be executed: ${cause.message}`, program.logFile, cause))
        })
      })
      return new RunningProgram(program, child, child.pid as number)
    } finally {
      closeSync(log)
    }
  }

  /** How it ended, `undefined` while it runs. */
  get exit(): ProgramExit | undefined {
    return this.#exit
  }

  /**
   * Sends a signal to the program; SIGKILL, SIGSTOP and SIGCONT to everything it has started as well. Nothing happens
   * when it has ended.
   */
  signal(name: NodeJS.Signals): void {
    if (this.#exit) return
    if (name === 'SIGKILL') killTree(this.pid)
    else if (name === 'SIGSTOP' || name === 'SIGCONT') signalTree(this.pid, name)
    else signal(this.pid, name)
  }

  /** Asks it to finish, and kills it when it has not after `grace`. Resolves when it has ended. */
  async stop(grace: Milliseconds = 10_000): Promise<ProgramExit> {
    this.signal(this.program.stopSignal ?? 'SIGTERM')
    // A stopped (SIGSTOP) program would not even see the request.
    this.signal('SIGCONT')
    const timer = setTimeout(() => void this.kill(), grace)
    return this.exited.finally(() => clearTimeout(timer))
  }

  /** SIGKILLs the program and everything it started. Resolves when it has ended. */
  kill(): Promise<ProgramExit> {
    this.signal('SIGKILL')
    return this.exited
  }
}
