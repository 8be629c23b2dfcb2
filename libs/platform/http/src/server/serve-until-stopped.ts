import { type Config, HttpConfig, ShutdownConfig } from '@bicoastal/config'
import { Draining, stopOnSignal } from '@bicoastal/lifecycle'
import { flushTraces } from '@bicoastal/telemetry'
import { Logger } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

/**
 * Listens, and leaves in order on a signal: not ready, drain, stop accepting and finish what is under way, close the
 * modules, exit.
 *
 * @throws Error when the port is taken.
 */
export async function serveUntilStopped(app: NestFastifyApplication, config: Config): Promise<void> {
  const { host, port } = config.section(HttpConfig)
  const { drain, timeout } = config.section(ShutdownConfig)
  stopOnSignal({
    draining: app.get(Draining),
    drain,
    timeout,
    log: new Logger('stop'),
    steps: [
      // Before Nest closes modules: some do so first of all, and requests under way still need them.
      { name: 'finishing requests', run: () => app.getHttpAdapter().getInstance().close() },
      { name: 'closing modules', run: () => app.close() },
      { name: 'sending traces', run: flushTraces },
    ],
  })
  await app.listen(port, host)
}
