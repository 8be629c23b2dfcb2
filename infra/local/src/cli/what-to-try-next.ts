import type { StackInfo } from '../control/stack-info.js'

/** The addresses of a running stack, and commands to go on with. */
export function whatToTryNext({ urls, infrastructureOnly }: StackInfo): string[] {
  const addresses = [
    '',
    `  both regions  ${urls.edge}   (API documentation: ${urls.edge}/docs)`,
    `  east          ${urls.east}`,
    `  west          ${urls.west}`,
    '',
  ]
  if (infrastructureOnly) return addresses
  return [
    ...addresses,
    'Try:',
    `  TOKEN=$(./scripts/token --role merchant)`,
    `  curl -sX POST ${urls.east}/v1/products -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `    -d '{"name":"Lamp","description":"Two coasts, one lamp","price":{"amount":1900,"currency":"EUR"}}'`,
    `  curl -s ${urls.west}/v1/products                 # it is there, too`,
    `  ./scripts/link cut                                     # the regions lose sight of each other; both go on`,
    `  ./scripts/link heal                                    # and agree again`,
    `  ./scripts/drill region-kill                            # kill a whole region under load and count what was lost`,
    `  ./scripts/status   ./scripts/logs east/api-1 -f   ./scripts/down`,
  ]
}
