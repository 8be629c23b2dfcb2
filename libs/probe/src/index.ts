export { probe } from './probe.feature.js'
