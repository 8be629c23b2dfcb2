/** Sends what is recorded and stops recording. */
type Flush = () => Promise<void>

let flush: Flush = async () => undefined

/** Makes {@link flushTraces} do something; called where recording starts. */
export function onFlushTraces(work: Flush): void {
  flush = work
}

/** The last step of a stop: sends the spans that are still in memory. Does nothing while traces are off. */
export function flushTraces(): Promise<void> {
  return flush()
}
