import { DiagLogLevel, diag } from '@opentelemetry/api'
import { Logger } from '@nestjs/common'

const quiet = () => undefined

/** Lets the OpenTelemetry SDK speak through the log of the process; left alone it writes plain text between JSON lines. */
export function logDiagnostics(): void {
  const logger = new Logger('traces')
  const warn = (message: string) => logger.warn(message)
  diag.setLogger(
    { error: warn, warn, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
}
