import type { Feature } from '@bicoastal/kernel'
import { CreateShop1795392000000 } from './migrations/create-shop.migration.js'
import { Order } from './orders/order.entity.js'
import { productCacheKey } from './products/product-cache-key.js'
import { Product } from './products/product.entity.js'
import { ShopJobsModule } from './shop-jobs.module.js'
import { ShopModule } from './shop.module.js'

/**
 * The sample domain: products and orders. Made to be deleted: `@bicoastal/features` is the only place that knows it.
 */
export const shop: Feature = {
  name: 'shop',
  entities: [Product, Order],
  migrations: [CreateShop1795392000000],
  httpModules: [ShopModule],
  jobModules: [ShopJobsModule],
  cachedTables: [{ table: 'products', cacheKey: ({ id }) => productCacheKey(String(id)) }],
}
