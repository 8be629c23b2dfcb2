import { Global, Module } from '@nestjs/common'
import { PeerSilence } from './peer-silence.js'
import { RowAgreement } from './row-agreement.js'
import { RowVersions } from './row-versions.js'
import { RowsController } from './rows.controller.js'

/** Lets everything in the process agree on rows with the peer. Needs the database, `PeerModule` and the section Region. */
@Global()
@Module({ providers: [RowVersions, RowAgreement, PeerSilence], exports: [RowVersions, RowAgreement, PeerSilence] })
export class AgreementModule {}

/** Answers the peer's side of it; for processes that serve HTTP. */
@Module({ controllers: [RowsController] })
export class AgreementHttpModule {}
