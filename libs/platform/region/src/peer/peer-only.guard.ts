import { PeerConfig, RegionConfig } from '@bicoastal/config'
import { type CanActivate, type ExecutionContext, Injectable, UseGuards, applyDecorators } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { FastifyRequest } from 'fastify'
import { arePeerCredentials } from './credentials.js'
import { PeerOnlyError } from './peer-only.error.js'

/** Lets nobody pass but the peer region. */
@Injectable()
class PeerOnlyGuard implements CanActivate {
  constructor(
    private readonly peer: PeerConfig,
    private readonly own: RegionConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>()
    if (arePeerCredentials(headers, this.own.region, this.peer.secret.reveal())) return true
    throw new PeerOnlyError()
  }
}

/**
 * Opens a controller to the peer region and to nobody else (403 `peer_only`), and leaves it out of the document for
 * callers. Needs the section Peer. Put such routes below `/peer/`, which the global edge does not pass on.
 */
export function PeerOnly(): ClassDecorator {
  return applyDecorators(UseGuards(PeerOnlyGuard), ApiExcludeController()) as ClassDecorator
}
