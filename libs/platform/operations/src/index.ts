export { OperationsModule } from './operations.module.js'
export {
  type RegionOverview,
  type RegionsDocument,
  regionOverview,
  regionsDocument,
} from './regions/region-overview.js'
