export { HealthModule } from './health.module.js'
export { RegionAdmission } from './region/region-admission.js'
export { RegionHealth } from './region/region-health.js'
export type { Answer, Purpose, Verdict } from './region/verdict.js'
