import { type TestRegion, applicationScript, startServerProgram } from '@bicoastal/testkit'

/** The processes of a region that serve nobody: its worker and its relay, as they run in production. */
export interface BackgroundProcesses {
  stop(): Promise<void>
}

/**
 * Starts the compiled worker and relay of `region`.
 *
 * @throws what kept one of them from starting; the other is stopped then.
 */
export async function startBackgroundProcesses(region: TestRegion): Promise<BackgroundProcesses> {
  const started = await Promise.allSettled((['worker', 'relay'] as const).map((name) => start(region, name)))
  const stop = async () => {
    await Promise.all(started.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)))
  }
  const failed = started.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return { stop }
}

function start(region: TestRegion, name: 'worker' | 'relay') {
  const environment = region.environment(name)
  return startServerProgram({
    name,
    script: applicationScript(name),
    // All that they serve is metrics, which tells as well that they are up.
    environment: { ...environment, HTTP_PORT: environment['METRICS_PORT'] ?? '' },
    logDirectory: region.servers.directory,
    readyPath: '/metrics',
  })
}
