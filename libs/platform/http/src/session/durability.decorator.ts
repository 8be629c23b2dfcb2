import type { DurabilityLevel } from '@bicoastal/database'
import { RouteConfig } from '@nestjs/platform-fastify'

/** What {@link Durability} leaves with a route. */
export interface DurableRoute {
  readonly durability?: DurabilityLevel
}

/** The durability that a route's writes are acknowledged with where the caller does not say; without it, `local`. */
export const Durability = (durability: DurabilityLevel) => RouteConfig({ durability } satisfies DurableRoute)
