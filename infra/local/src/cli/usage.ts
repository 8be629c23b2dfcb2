const WHICH_STACK = `
  --dir DIRECTORY     which stack (default .local/stack, or BICOASTAL_DIR)`

/** What `--help` says, by command. */
export const USAGE: Readonly<Record<string, string>> = {
  up: `./scripts/up [--port-offset N] [--infrastructure-only]

Installs what is missing, compiles, and starts both regions in the background.
  --port-offset N         moves every port by N, so that stacks can run side by side (or BICOASTAL_PORT_OFFSET)
  --infrastructure-only   databases, caches, queues, edges and the link; no applications${WHICH_STACK}
The environment given to the applications: LOG_LEVEL, LOG_REQUESTS, TRACES=on, OTEL_EXPORTER_OTLP_ENDPOINT, ...`,
  down: `./scripts/down [--wipe]

Stops the stack in order. Its data stays, unless --wipe forgets data, secrets and logs.${WHICH_STACK}`,
  status: `./scripts/status

Shows every part, its state, its port, and what happened lately.${WHICH_STACK}`,
  logs: `./scripts/logs [NAME ...] [-f]

Shows the end of logs: of all parts, or of those whose names begin with NAME ("east", "east/api-1").
  -f   goes on as they grow${WHICH_STACK}`,
  link: `./scripts/link [cut | heal | delay MS | loss PROBABILITY] [--from east|west]

Shows or changes what is wrong with the network between the regions.
  cut                 a black hole: connections stay open, nothing passes
  delay MS            one-way delay
  loss PROBABILITY    0 to 0.9, of a network segment; shows as stalls, as TCP repeats what is lost
  heal                none of these
  --from REGION       only what comes from that region (default: both directions)${WHICH_STACK}`,
  restart: `./scripts/restart

Restarts every api and worker, one at a time, without failing a request.${WHICH_STACK}`,
}
