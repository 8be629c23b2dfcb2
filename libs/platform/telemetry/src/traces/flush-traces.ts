import { type Milliseconds, seconds } from '@bicoastal/kernel'
import { Logger } from '@nestjs/common'

/** A process that leaves waits this long for the collector: the last spans are worth less than a quick restart. */
const PATIENCE: Milliseconds = seconds(2)

/** Sends what is recorded and stops recording. */
type Flush = () => Promise<void>

let flush: Flush = async () => undefined

/** Makes {@link flushTraces} do something; called where recording starts. */
export function onFlushTraces(work: Flush): void {
  flush = work
}

/**
 * The last step of a stop: sends the spans that are still in memory. Does nothing while traces are off.
 * A collector that is down or silent costs these spans and a line in the log, never the order of the stop.
 */
export async function flushTraces(): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`the collector took longer than ${PATIENCE} ms`)), PATIENCE)
  try {
    await Promise.race([flush(), late])
  } catch (error) {
    new Logger('traces').warn(
      `The last spans were not sent: ${error instanceof Error ? error.message : String(error)}.`,
    )
  } finally {
    clearTimeout(timer)
  }
}
