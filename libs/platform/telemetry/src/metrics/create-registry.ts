import type { RegionConfig } from '@bicoastal/config'
import { Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of this process: every one labelled with its region, those of Node among them. */
export function createRegistry({ region }: RegionConfig): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ region })
  collectDefaultMetrics({ register: registry })
  return registry
}
