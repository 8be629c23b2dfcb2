import type { LinkFaults } from './link-fault.js'
import { type LinkEntrance, LinkProxy } from './link-proxy.js'

/** What the supervisor tells the link. The first message opens the entrances. */
export type LinkMessage = { readonly listen: readonly LinkEntrance[] } | { readonly faults: LinkFaults }

const proxy = new LinkProxy()

process.on('message', (message: LinkMessage) => {
  if ('faults' in message) proxy.setFaults(message.faults)
  else void proxy.listen(message.listen).then(() => process.send?.('listening'))
})
// The supervisor is gone, or says that it is time.
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
