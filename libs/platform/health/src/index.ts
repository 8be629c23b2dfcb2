export { HealthModule } from './health.module.js'
export { RegionHealth } from './region/region-health.js'
export type { Answer, Purpose, Verdict } from './region/verdict.js'
