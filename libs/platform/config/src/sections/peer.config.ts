import { z } from 'zod'
import { configSection } from '../config-section.js'
import { secret, url } from '../values.js'
import { variable } from '../variable.js'

/** How this region speaks with its peer over HTTP. */
export class PeerConfig extends configSection({
  url: variable('PEER_URL', url('http', 'https'), "the address of the peer region's edge, as reached from here"),
  secret: variable(
    'PEER_SECRET',
    secret(z.string().min(32, 'must have at least 32 characters')),
    'what both regions know and nobody else: how a region proves to its peer who it is',
  ),
}) {}
