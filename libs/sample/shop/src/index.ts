export { shop } from './shop.feature.js'
