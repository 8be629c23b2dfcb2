import { Injectable, type OnModuleInit } from '@nestjs/common'
import { DiscoveryService, Reflector } from '@nestjs/core'
import type { JobDefinition } from '../outbox/job-definition.js'
import { DuplicateJobHandlerError } from './duplicate-job-handler.error.js'
import { type Handler, JOB_DEFINITION } from './job-handler.decorator.js'

/** A handler and what it handles. */
export interface RegisteredHandler {
  readonly definition: JobDefinition
  readonly handler: Handler<unknown>
}

/** Finds the `@JobHandler` classes among all providers of the process. */
@Injectable()
export class Handlers implements OnModuleInit {
  readonly #byName = new Map<string, RegisteredHandler>()

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws DuplicateJobHandlerError when two classes claim the same jobs. */
  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const definition = metatype && this.reflector.get<JobDefinition | undefined>(JOB_DEFINITION, metatype)
      if (definition && instance) this.#register({ definition, handler: instance })
    }
  }

  /** The handler of the jobs called `name`, `undefined` when this process has none. */
  find(name: string): RegisteredHandler | undefined {
    return this.#byName.get(name)
  }

  #register(registered: RegisteredHandler): void {
    const { name } = registered.definition
    const other = this.#byName.get(name)
    if (other?.handler === registered.handler) return
    if (other) {
      throw new DuplicateJobHandlerError(name, other.handler.constructor.name, registered.handler.constructor.name)
    }
    this.#byName.set(name, registered)
  }
}
