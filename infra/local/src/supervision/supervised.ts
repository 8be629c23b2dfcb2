/** What a part of the stack is doing. */
export type PartState =
  /** Not running, because someone said so. It stays so. */
  | 'stopped'
  /** Executed, not answering yet. */
  | 'starting'
  | 'running'
  /** Crashed; it will be started again after a pause. */
  | 'waiting'

/** A part of the stack as `status` shows it. */
export interface ProcessDescription {
  /** `east/postgres-a`, `global/edge`, `link`. */
  readonly name: string
  readonly state: PartState
  readonly pid: number | null
  /** The port its callers use. */
  readonly port: number | null
  /** Times it was started again after a crash. */
  readonly restarts: number
  /** Its log file. */
  readonly log: string
  /** What a person should know beyond the state: "primary", "standby, streaming". */
  readonly detail: string
}

/** A part that is kept running, and can be told otherwise. */
export interface Supervised {
  readonly name: string
  describe(): ProcessDescription
  /** Starts it and waits until it is ready; it is kept running from then on. Nothing happens when it runs. */
  start(): Promise<void>
  /** Stops it gracefully and keeps it down. */
  stop(): Promise<void>
  /** Sends a signal and lets supervision react. SIGKILL, SIGSTOP and SIGCONT reach everything it has started. */
  kill(signal: NodeJS.Signals): void
  /** SIGKILLs it and keeps it down. */
  destroy(): Promise<void>
}
