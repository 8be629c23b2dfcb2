import type { Constructor } from '@bicoastal/kernel'
import { CreateRegionSwitch1795305600001 } from './switch/create-region-switch.migration.js'

// Apart from the rest of the library, so that migrations need not load an HTTP server.

/** The migrations of this library, in the order they run. */
export const REGION_MIGRATIONS: readonly Constructor[] = [CreateRegionSwitch1795305600001]

/** The tables of this library. They are the region's own and not replicated. */
export const REGION_TABLES: readonly { readonly schema: string; readonly name: string }[] = [
  { schema: 'public', name: 'region_switch' },
]
