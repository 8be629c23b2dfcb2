import { Global, Module } from '@nestjs/common'
import { Jobs } from './jobs.js'

/** Lets every module of a process promise jobs. Needs the database and `RegionConfig`. */
@Global()
@Module({ providers: [Jobs], exports: [Jobs] })
export class JobsModule {}
