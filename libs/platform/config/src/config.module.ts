import { type DynamicModule, Module } from '@nestjs/common'
import { Config } from './config.js'

/** Gives every section of the configuration to whoever injects its class, in all modules. */
@Module({})
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    const sections = [...config.sections].map(([provide, useValue]) => ({ provide, useValue }))
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Config, useValue: config }, ...sections],
      exports: [Config, ...config.sections.keys()],
    }
  }
}
