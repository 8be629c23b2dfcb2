import { PeerObservation } from '@bicoastal/kernel'
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'

/**
 * What whoever watches the peer has found, in processes where somebody does. Looked up late: the watcher itself reads from
 * the database.
 */
@Injectable()
export class ObservedPeer implements OnModuleInit {
  #observation: PeerObservation | undefined

  constructor(private readonly modules: ModuleRef) {}

  /** True when it makes no sense to wait for the peer. */
  get isLost(): boolean {
    return this.#observation?.state === 'lost'
  }

  onModuleInit(): void {
    try {
      this.#observation = this.modules.get(PeerObservation, { strict: false })
    } catch {
      // Nobody watches the peer in this process: the positions alone tell of it.
    }
  }
}
