import { configSection } from '../config-section.js'
import { wholeNumber } from '../values.js'
import { variable } from '../variable.js'

/** How long a process takes to leave. */
export class ShutdownConfig extends configSection({
  /** Milliseconds between "not ready" and closing the server: what load balancers need to notice. */
  drain: variable('DRAIN_MS', wholeNumber(0, 600_000).default(2000), 'milliseconds between not ready and closing'),
  /** Milliseconds after which a shutdown that is not done is forced. */
  timeout: variable(
    'SHUTDOWN_TIMEOUT_MS',
    wholeNumber(1, 3_600_000).default(30_000),
    'milliseconds after which a shutdown is forced',
  ),
}) {}
