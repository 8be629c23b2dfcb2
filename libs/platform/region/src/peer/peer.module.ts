import { Global, Module } from '@nestjs/common'
import { PeerClient } from './peer-client.js'

/** Lets everything in the process ask the peer region. Needs the sections Peer and Region. */
@Global()
@Module({ providers: [PeerClient], exports: [PeerClient] })
export class PeerModule {}
